package io.escriba.trainer.job;

import io.escriba.store.StoreAwayException;
import java.io.IOException;

/** Something of a job cannot be brought to the model store; the message says what to do. */
final class NotStoredException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Why.
     *
     * @param what cannot be done, without a full stop
     */
    NotStoredException(String what, IOException cause) {
        super(what + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof StoreAwayException) {
            return cause.getMessage() + " Then order the training again.";
        }
        return cause.getMessage()
                + ". Make room in the model store and in the trainer's directory, let the trainer write there, and order the"
                + " training again.";
    }
}
