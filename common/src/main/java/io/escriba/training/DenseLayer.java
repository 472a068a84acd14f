package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * A layer between the recurrent part of a network and its output.
 *
 * @param units 1 to 8,192
 * @param activation none when absent
 * @param dropout after it, 0 to below 1; 0 when absent
 */
public record DenseLayer(
        @JsonProperty(required = true) int units, Optional<Nonlinearity> activation, Optional<Double> dropout) {
    /** The part of its outputs that are dropped in training. */
    public double dropoutRate() {
        return dropout.orElse(0.0);
    }
}
