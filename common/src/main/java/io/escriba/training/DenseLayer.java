package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** A layer between the recurrent part of a network and its output. */
public record DenseLayer(
        @Setting(value = "Units of the layer", range = "[1, 8192]") @JsonProperty(required = true)
        int units,

        @Setting("What it applies to its outputs; nothing when absent")
        Optional<Nonlinearity> activation,

        @Setting(value = "The part of its outputs that is dropped in training; 0 when absent", range = "[0, 1)")
        Optional<Double> dropout) {
    /** The part of its outputs that are dropped in training. */
    public double dropoutRate() {
        return dropout.orElse(0.0);
    }
}
