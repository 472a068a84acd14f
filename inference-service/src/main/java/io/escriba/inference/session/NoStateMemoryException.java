package io.escriba.inference.session;

import java.util.Locale;

/** A model cannot be loaded as long as the others take so much memory: for their streams, or for themselves. */
public final class NoStateMemoryException extends Exception {
    private static final long serialVersionUID = 1L;

    NoStateMemoryException(long needed, long free, long limit) {
        super("Its first streams need " + mebibytes(needed) + " for their state, and of the " + mebibytes(limit)
                + " that escriba.inference.state-memory allows, " + mebibytes(free)
                + " are free. Raise it, and the JVM's -XX:MaxDirectMemorySize with it.");
    }

    /** For one for which the runtime has none. */
    NoStateMemoryException(String message, Throwable cause) {
        super(message, cause);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
    }
}
