package io.escriba.trainer.training;

/** Somebody asked the training to stop before its end. */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingStoppedException(long step) {
        super("The training was stopped after step " + step + ".");
    }

    /** When it waited for something. */
    public TrainingStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
