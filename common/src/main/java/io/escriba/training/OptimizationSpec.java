package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How weights are learned.
 *
 * @param optimizer how they follow their gradients
 * @param learningRate above 0 and at most 1
 * @param schedule of the learning rate after its warm-up
 * @param warmup steps in which the learning rate rises to its full height, 0 to 1,000,000
 * @param decayFactor of the schedules {@code step} and {@code plateau}, above 0 and at most 1
 * @param decayInterval epochs or evaluations between two of their decays, 1 to 1,000,000
 * @param gradientClip largest norm of all gradients together, above 0; they are not limited when absent
 * @param weightDecay 0 to 1
 */
public record OptimizationSpec(
        @JsonProperty(required = true) Optimizer optimizer,
        @JsonProperty(required = true) double learningRate,
        @JsonProperty(required = true) Schedule schedule,
        @JsonProperty(required = true) int warmup,
        @JsonProperty(required = true) double decayFactor,
        @JsonProperty(required = true) int decayInterval,
        Optional<Double> gradientClip,
        @JsonProperty(required = true) double weightDecay) {
    void check(Problems problems) {
        problems.aboveZero("learningRate", learningRate, 1);
        problems.range("warmup", warmup, 0, 1_000_000);
        problems.aboveZero("decayFactor", decayFactor, 1);
        problems.range("decayInterval", decayInterval, 1, 1_000_000);
        gradientClip.ifPresent(clip -> problems.aboveZero("gradientClip", clip, Double.POSITIVE_INFINITY));
        problems.check(weightDecay >= 0 && weightDecay <= 1, "weightDecay is " + weightDecay + "; use 0 to 1.");
    }
}
