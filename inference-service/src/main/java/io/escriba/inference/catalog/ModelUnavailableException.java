package io.escriba.inference.catalog;

import io.escriba.model.ModelVersion;
import java.nio.file.FileSystemException;

/** A model is known but cannot be loaded here, for the reason that the message gives. */
public final class ModelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LoadOutcome outcome;
    private final String reason;

    ModelUnavailableException(ModelVersion version, LoadOutcome outcome, Throwable cause) {
        this(version, outcome, reason(cause), cause);
    }

    private ModelUnavailableException(ModelVersion version, LoadOutcome outcome, String reason, Throwable cause) {
        super("Model '" + version + "' cannot be loaded: " + reason, cause);
        this.outcome = outcome;
        this.reason = reason;
    }

    /** How the attempt to load it ended. */
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
