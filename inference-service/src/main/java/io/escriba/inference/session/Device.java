package io.escriba.inference.session;

import java.util.Locale;

/** What models may be computed on. */
public enum Device {
    /** The processor. */
    CPU,
    /** The first GPU that CUDA shows. */
    CUDA,
    /** CUDA where it can be used, and otherwise the processor. */
    AUTO;

    /** Its name in configuration and in the log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
