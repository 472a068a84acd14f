package io.escriba.trainer.training;

import io.escriba.training.OptimizationSpec;

/** The learning rate of each step. Not thread-safe. */
final class LearningRate {
    /** What a cosine leaves at the end. */
    private static final double LAST_FACTOR = 0.01;

    private final OptimizationSpec spec;
    private Plateau plateau = new Plateau(0, 0);

    LearningRate(OptimizationSpec spec) {
        this.spec = spec;
    }

    /**
     * What the schedule {@code plateau} remembers.
     *
     * @param decays so far
     * @param evaluations without improvement since the last decay or improvement
     */
    record Plateau(int decays, int evaluations) {}

    /**
     * The rate of a step.
     *
     * @param step from 0
     * @param epoch passes over the text before it, with fractions
     * @param done part of the training before it, 0 to 1
     */
    double at(long step, double epoch, double done) {
        double warmth = step < spec.warmup() ? (step + 1.0) / (spec.warmup() + 1.0) : 1;
        return spec.learningRate() * warmth * factor(epoch, done);
    }

    private double factor(double epoch, double done) {
        return switch (spec.schedule()) {
            case CONSTANT -> 1;
            case COSINE -> LAST_FACTOR + (1 - LAST_FACTOR) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done)));
            case STEP -> Math.pow(spec.decayFactor(), Math.floor(epoch / spec.decayInterval()));
            case PLATEAU -> Math.pow(spec.decayFactor(), plateau.decays());
        };
    }

    /** The held-out part was measured. */
    void evaluated(boolean improved) {
        int evaluations = improved ? 0 : plateau.evaluations() + 1;
        plateau = evaluations == spec.decayInterval()
                ? new Plateau(plateau.decays() + 1, 0)
                : new Plateau(plateau.decays(), evaluations);
    }

    Plateau plateau() {
        return plateau;
    }

    void resume(Plateau remembered) {
        plateau = remembered;
    }
}
