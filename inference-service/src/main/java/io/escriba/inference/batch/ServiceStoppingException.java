package io.escriba.inference.batch;

/** This process stops. What it was asked for can go on in another. */
public final class ServiceStoppingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the reader. */
    public ServiceStoppingException() {
        super("This inference process is shutting down. Go on with another one.");
    }
}
