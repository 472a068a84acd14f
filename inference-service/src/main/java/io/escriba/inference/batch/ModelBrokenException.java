package io.escriba.inference.batch;

/** An error has ended the thread of a model. What it was asked for can go on in another process. */
public final class ModelBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message for the reader.
     *
     * @param cause what ended the thread
     */
    public ModelBrokenException(Throwable cause) {
        super("The model broke in this inference process, whose log says why. Go on with another one.", cause);
    }
}
