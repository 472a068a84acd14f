package io.escriba.training;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of a spec means and which values it takes: what users read of it is what is checked. See {@link
 * SpecField}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
    /** What it does, for whoever writes a spec; begins with a capital letter and has no full stop at its end. */
    String value();

    /** The numbers that it takes, each of them in a list, as an {@link Interval}; any, or no number, when empty. */
    String range() default "";

    /** A list has at most so many entries. */
    int mostEntries() default Integer.MAX_VALUE;

    /** Whether the trainer chooses it by the text, the time and the device where a spec leaves it open. */
    boolean chosen() default false;
}
