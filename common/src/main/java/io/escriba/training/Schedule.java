package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the learning rate changes while training goes on. */
public enum Schedule {
    @JsonProperty("constant")
    CONSTANT,
    /** Falls along half a cosine from the learning rate to a hundredth of it (Loshchilov and Hutter 2017, section 3). */
    @JsonProperty("cosine")
    COSINE;

    private static final double LAST_FACTOR = 0.01;

    /** What to multiply the learning rate with when this part of the training, from 0 to 1, is done. */
    public double factor(double progress) {
        return switch (this) {
            case CONSTANT -> 1;
            case COSINE -> LAST_FACTOR + (1 - LAST_FACTOR) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
        };
    }
}
