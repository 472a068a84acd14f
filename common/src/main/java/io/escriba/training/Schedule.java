package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the learning rate changes while training goes on, after its warm-up. */
public enum Schedule {
    @JsonProperty("constant")
    CONSTANT,
    /** Falls along half a cosine from the learning rate to a hundredth of it (Loshchilov and Hutter 2017, section 3). */
    @JsonProperty("cosine")
    COSINE,
    /** Is multiplied by the decay factor every so many epochs. */
    @JsonProperty("step")
    STEP,
    /** Is multiplied by the decay factor after so many evaluations without a lower validation loss. */
    @JsonProperty("plateau")
    PLATEAU
}
