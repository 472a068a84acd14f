package io.escriba.gateway.security.log;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands for a throwable in a log: the same stack traces, and messages that cannot begin a line. */
final class LoggedThrowable extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String words;

    private LoggedThrowable(Throwable original, Set<Throwable> seen) {
        super(null, cause(original, seen), true, true);
        this.words = LogText.escaped(original.toString());
        setStackTrace(original.getStackTrace());
        for (Throwable suppressed : original.getSuppressed()) {
            if (seen.add(suppressed)) {
                addSuppressed(new LoggedThrowable(suppressed, seen));
            }
        }
    }

    static LoggedThrowable of(Throwable original) {
        if (original instanceof LoggedThrowable logged) {
            return logged;
        }
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(original);
        return new LoggedThrowable(original, seen);
    }

    /** Causes may go round in a circle. */
    private static @Nullable Throwable cause(Throwable original, Set<Throwable> seen) {
        Throwable cause = original.getCause();
        return cause == null || !seen.add(cause) ? null : new LoggedThrowable(cause, seen);
    }

    /** What a stack trace begins with: the class and the message of the original. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // the class of the original must stand there, not this one
    public String toString() {
        return words;
    }
}
