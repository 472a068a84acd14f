package io.escriba.inference.batch;

/** No further text can even wait. */
public final class TooManyStreamsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStreamsException(AdmissionLimits limits) {
        super(limits.running() + " streams may run here and " + limits.waiting()
                + " may wait, and all these places are taken. Try again later or elsewhere.");
    }
}
