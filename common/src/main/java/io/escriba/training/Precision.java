package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How exactly a training step multiplies matrices. All numbers that are kept are float32. */
public enum Precision {
    /** IEEE 754 binary32. */
    @JsonProperty("float32")
    FLOAT32,
    /**
     * The factors of large products are rounded to 8 significant bits, and added up in float32. Faster where the processor
     * multiplies such numbers itself (AVX-512 BF16, AMX); the same as float32 where it does not.
     */
    @JsonProperty("bfloat16")
    BFLOAT16
}
