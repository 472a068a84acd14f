package io.escriba.inference.precision;

import java.util.Locale;

/** What the products of a network are computed in. */
public enum ServingPrecision {
    /** As it was trained. */
    FLOAT32,
    /** Weights and states of recurrent layers are rounded to 8 bits. */
    INT8;

    /** Its name in configuration, in the log and in lists. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
