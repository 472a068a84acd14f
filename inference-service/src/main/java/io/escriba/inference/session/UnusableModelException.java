package io.escriba.inference.session;

/** A model cannot be served as it is. Loading the same file again cannot help. */
public final class UnusableModelException extends Exception {
    private static final long serialVersionUID = 1L;

    /** For a model that contradicts its manifest. */
    public UnusableModelException(String message) {
        super(message);
    }

    /** For a model that the runtime refuses. */
    public UnusableModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
