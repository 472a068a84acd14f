package io.escriba.inference.batch;

/** No further text can even wait. */
public final class TooManyStreamsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStreamsException(AdmissionLimits limits, int running, int waiting, int paused) {
        super(limits.running() + " streams may run here, and " + limits.waiting()
                + " more may wait for their turn or for their reader. All places are taken: " + running + " run, "
                + waiting
                + " wait for their turn, " + paused + " for their reader. Try again later or elsewhere.");
    }
}
