package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The activation of {@link Architecture#RNN}; the other architectures have their own. */
public enum Nonlinearity {
    @JsonProperty("tanh")
    TANH,
    @JsonProperty("relu")
    RELU
}
