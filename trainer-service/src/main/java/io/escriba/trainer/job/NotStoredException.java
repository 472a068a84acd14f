package io.escriba.trainer.job;

import java.io.IOException;

/** Something of a job cannot be brought to the model store, and waiting does not help; the message says what to do. */
final class NotStoredException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Why.
     *
     * @param what cannot be done, without a full stop
     */
    NotStoredException(String what, IOException cause) {
        super(
                what + ": " + cause.getMessage()
                        + ". Make room in the model store and in the trainer's directory, let the trainer write there, and"
                        + " order the training again.",
                cause);
    }
}
