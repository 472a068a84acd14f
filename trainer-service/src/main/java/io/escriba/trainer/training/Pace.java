package io.escriba.trainer.training;

/** Decides when a training reports, and sums up what lies between. Times are seconds since the start of the training. */
final class Pace {
    /** Often enough to watch, seldom enough to cost nothing. */
    private static final double SECONDS_BETWEEN_REPORTS = 1;

    private double nextReport;
    private MeanLoss loss = MeanLoss.NONE;
    private double learningSeconds;

    Pace(double now) {
        this.nextReport = now + SECONDS_BETWEEN_REPORTS;
    }

    /**
     * A step was taken.
     *
     * @param meanLoss over its characters
     * @param seconds that it took
     */
    void learned(double meanLoss, int scored, double seconds) {
        loss = loss.with(meanLoss, scored);
        learningSeconds += seconds;
    }

    boolean reportIsDue(double now) {
        return now >= nextReport;
    }

    /** Whether no step was taken since the last report. */
    boolean isEmpty() {
        return loss.characters() == 0;
    }

    /** The mean loss since the last report, in nats per character. */
    double meanLoss() {
        return loss.value();
    }

    /** Speed of learning since the last report; evaluations do not count. */
    double charactersPerSecond() {
        return learningSeconds > 0 ? loss.characters() / learningSeconds : 0;
    }

    void reported(double now) {
        nextReport = now + SECONDS_BETWEEN_REPORTS;
        loss = MeanLoss.NONE;
        learningSeconds = 0;
    }
}
