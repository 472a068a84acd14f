package io.escriba.inference.batch;

/**
 * How many streams a process takes.
 *
 * @param running at once, all models together; at least 1
 * @param waiting for their turn or for their reader, beyond those; at least 0
 */
public record AdmissionLimits(int running, int waiting) {
    public AdmissionLimits {
        if (running < 1 || waiting < 0) {
            throw new IllegalArgumentException(
                    "At least 1 stream runs and 0 wait, but the limits are " + running + " and " + waiting + ".");
        }
    }

    /** Streams that are let in, whatever they do. */
    int places() {
        return running + waiting;
    }
}
