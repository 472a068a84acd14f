package io.escriba.training;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers between two bounds.
 *
 * @param least the lower bound, or negative infinity
 * @param withLeast whether the lower bound itself is among them
 * @param most the upper bound, or infinity
 * @param withMost whether the upper bound itself is among them
 */
public record Interval(double least, boolean withLeast, double most, boolean withMost) {
    private static final Pattern WRITTEN = Pattern.compile("([\\[(])([^,]*), ?([^,]*)([])])");

    /**
     * Reads an interval as mathematicians write it: {@code [0, 1)} is from 0 to below 1, {@code (0, )} all above 0.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Interval parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no interval; write one like [0, 1) or (0, ).");
        }
        return new Interval(
                bound(written.group(2), Double.NEGATIVE_INFINITY),
                written.group(1).equals("["),
                bound(written.group(3), Double.POSITIVE_INFINITY),
                written.group(4).equals("]"));
    }

    private static double bound(String text, double none) {
        return text.isBlank() ? none : Double.parseDouble(text);
    }

    /** Whether a number is among these. */
    boolean contains(double number) {
        return (withLeast ? number >= least : number > least) && (withMost ? number <= most : number < most);
    }

    @Override
    public String toString() {
        if (most == Double.POSITIVE_INFINITY) {
            return (withLeast ? "at least " : "above ") + shown(least);
        }
        return (withLeast ? "" : "above ") + shown(least) + (withMost ? " to " : " to below ") + shown(most);
    }

    /** Without the fraction that a bound does not need. */
    private static String shown(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
