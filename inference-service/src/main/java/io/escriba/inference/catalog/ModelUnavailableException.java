package io.escriba.inference.catalog;

import io.escriba.model.ModelVersion;
import java.nio.file.FileSystemException;

/** A model is known but does not serve here, for the reason that the message gives. */
public final class ModelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LoadOutcome outcome;
    private final String reason;

    /** An attempt to load a version has failed. */
    ModelUnavailableException(ModelVersion version, LoadOutcome outcome, Throwable cause) {
        this(version, outcome, reason(cause), cause);
    }

    /** A version that was loaded has broken. */
    static ModelUnavailableException broken(ModelVersion version, Throwable cause) {
        String reason = cause instanceof OutOfMemoryError ? reason(cause) : "Its thread was ended by " + cause + ".";
        return new ModelUnavailableException(version, LoadOutcome.BROKEN, reason, cause);
    }

    private ModelUnavailableException(ModelVersion version, LoadOutcome outcome, String reason, Throwable cause) {
        super("Model '" + version + "' " + what(outcome) + ": " + reason, cause);
        this.outcome = outcome;
        this.reason = reason;
    }

    private static String what(LoadOutcome outcome) {
        return outcome == LoadOutcome.BROKEN ? "broke while it served" : "cannot be loaded";
    }

    /** What has happened to it, in words that follow its name. */
    String what() {
        return what(outcome);
    }

    /** How the attempt to load it ended, or what it came to later. */
    LoadOutcome outcome() {
        return outcome;
    }

    /** Why, and what to do about it, in sentences that need no others. */
    String reason() {
        return reason;
    }

    /** What to tell people of a failure: some have no words of their own, and files only their name. */
    private static String reason(Throwable cause) {
        if (cause instanceof FileSystemException missing) {
            return "'" + missing.getFile() + "' cannot be read ("
                    + missing.getClass().getSimpleName() + ").";
        }
        if (cause instanceof OutOfMemoryError) {
            return "The JVM has no memory for it: " + cause.getMessage()
                    + ". Raise its -XX:MaxDirectMemorySize (or, if that is the heap, -Xmx), or lower"
                    + " escriba.inference.state-memory.";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
