package io.escriba.inference.batch;

import java.util.Locale;

/** How a stream ended. */
public enum Outcome {
    /** Its text is complete: see {@link Ending#LENGTH}. */
    LENGTH,
    /** Its text is complete: see {@link Ending#END_MARK}. */
    END_MARK,
    /** Its text is complete: see {@link Ending#STOP_STRING}. */
    STOP_STRING,
    /** Its text was not to be written, but has been scored. */
    SCORED,
    /** Its reader went away. */
    CANCELLED,
    /** The process stopped. */
    STOPPED,
    /** The model or the reader failed. */
    FAILED;

    static Outcome of(Ending ending) {
        return switch (ending) {
            case LENGTH -> LENGTH;
            case END_MARK -> END_MARK;
            case STOP_STRING -> STOP_STRING;
        };
    }

    /** Its name in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
