package io.escriba.trainer.training;

/**
 * Decides when the held-out part is measured: first after as many characters as it has, then at growing intervals, up to one
 * of which it takes a twentieth of the time. It counts characters and not seconds, so that a training that is repeated or
 * resumed is measured at the same steps, and keeps the same weights. Not thread-safe.
 */
final class EvaluationPlan {
    /** Enough for the first loss to mean something. */
    private static final long FIRST = 32_768;

    /** After each evaluation, so many times as much is learned as before it. */
    private static final int GROWTH = 3;

    /** Learning from a character takes about three times as long as reading it (forward, and twice that backward). */
    private static final double READING_SHARE = 1.0 / 3 * 20;

    private final long longestInterval;
    private long next;

    /** A plan for a held-out part of so many characters. */
    EvaluationPlan(long validationCharacters) {
        this.longestInterval = Math.max(FIRST, (long) (validationCharacters * READING_SHARE));
        this.next = Math.max(FIRST, validationCharacters);
    }

    /** Whether so many characters learned are enough for the next evaluation. */
    boolean isDue(long learned) {
        return learned >= next;
    }

    void evaluated(long learned) {
        next = learned + Math.min(longestInterval, Math.max(FIRST, GROWTH * learned));
    }

    /** Characters to be learned before the next evaluation. */
    long next() {
        return next;
    }

    void resume(long nextEvaluation) {
        next = nextEvaluation;
    }
}
