package io.escriba.trainer.training;

/**
 * Decides when a training reports and when it measures the held-out part, and averages what lies between. Times are
 * seconds since the start of the training.
 */
final class Pace {
    /** Often enough to watch, seldom enough to cost nothing. */
    private static final double SECONDS_BETWEEN_REPORTS = 1;

    private static final double LEAST_SECONDS_BETWEEN_EVALUATIONS = 2;
    /** Evaluations take at most one part in so many of the time. */
    private static final double EVALUATION_SHARE = 20;

    private double nextReport = SECONDS_BETWEEN_REPORTS;
    private double nextEvaluation = LEAST_SECONDS_BETWEEN_EVALUATIONS;
    private double lossSum;
    private long characters;
    private double learningSeconds;

    /**
     * A step was taken.
     *
     * @param loss mean over its characters
     * @param seconds that it took
     */
    void learned(double loss, int scored, double seconds) {
        lossSum += loss * scored;
        characters += scored;
        learningSeconds += seconds;
    }

    boolean reportIsDue(double now) {
        return now >= nextReport;
    }

    boolean evaluationIsDue(double now) {
        return now >= nextEvaluation;
    }

    /** The mean loss since the last report, in nats per character. */
    double meanLoss() {
        return lossSum / characters;
    }

    /** Speed of learning since the last report; evaluations do not count. */
    double charactersPerSecond() {
        return learningSeconds > 0 ? characters / learningSeconds : 0;
    }

    void reported(double now) {
        nextReport = now + SECONDS_BETWEEN_REPORTS;
        lossSum = 0;
        characters = 0;
        learningSeconds = 0;
    }

    void evaluated(double begun, double ended) {
        nextEvaluation = ended + Math.max(LEAST_SECONDS_BETWEEN_EVALUATIONS, (ended - begun) * EVALUATION_SHARE);
    }
}
