package io.escriba.trainer.training;

import io.escriba.training.OptimizationSpec;

/** The learning rate of each step. Not thread-safe. */
final class LearningRate {
    /** What a cosine leaves at the end. */
    private static final double LAST_FACTOR = 0.01;

    private final OptimizationSpec spec;
    private int decays;
    private int evaluationsWithoutImprovement;

    LearningRate(OptimizationSpec spec) {
        this.spec = spec;
    }

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
            case PLATEAU -> Math.pow(spec.decayFactor(), decays);
        };
    }

    /** The held-out part was measured. */
    void evaluated(boolean improved) {
        evaluationsWithoutImprovement = improved ? 0 : evaluationsWithoutImprovement + 1;
        if (evaluationsWithoutImprovement == spec.decayInterval()) {
            decays++;
            evaluationsWithoutImprovement = 0;
        }
    }
}
