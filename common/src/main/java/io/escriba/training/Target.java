package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which characters of an example are predicted. */
public enum Target {
    /** Every one from those before it. */
    @JsonProperty("all")
    ALL,
    /** Only the last one of each window. */
    @JsonProperty("last")
    LAST
}
