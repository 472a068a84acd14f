package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The numbers that a network is trained with. */
public enum Precision {
    /** IEEE 754 binary32. The engine's Java API (DJL 0.35) ends the process where it meets bfloat16. */
    @JsonProperty("float32")
    FLOAT32
}
