package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** How weights are learned. */
public record OptimizationSpec(
        @Setting("How weights follow their gradients. Weight decay is added to the gradient, or decoupled from it in"
                + " adamw")
        @JsonProperty(required = true)
        Optimizer optimizer,

        @Setting(value = "How far weights move in one step", range = "(0, 1]", chosen = true)
        @JsonProperty(required = true)
        double learningRate,

        @Setting("How the learning rate changes after its warm-up: it stays, falls along half a cosine to a"
                + " hundredth, or is"
                + " multiplied by decayFactor, every decayInterval epochs (step) or after as many evaluations"
                + " without a lower validation loss (plateau)")
        @JsonProperty(required = true)
        Schedule schedule,

        @Setting(value = "Steps in which the learning rate rises to its full height", range = "[0, 1000000]")
        @JsonProperty(required = true)
        int warmup,

        @Setting(value = "What the schedules step and plateau multiply the learning rate by", range = "(0, 1]")
        @JsonProperty(required = true)
        double decayFactor,

        @Setting(
                value = "Epochs, or evaluations, between two decays of the schedules step and plateau",
                range = "[1, 1000000]")
        @JsonProperty(required = true)
        int decayInterval,

        @Setting(value = "Largest norm of all gradients together; a very large one limits nothing", range = "(0, )")
        Optional<Double> gradientClip,

        @Setting(value = "How much weights shrink towards 0, as a part of the learning rate", range = "[0, 1]")
        @JsonProperty(required = true)
        double weightDecay) {
    void check(Problems problems) {
        problems.check(this);
    }
}
