package io.escriba.inference.precision;

import java.util.Optional;

/**
 * How a loaded model is computed.
 *
 * @param problem why it is float32 although another precision is set, and what to do about it
 */
public record Computation(ServingPrecision precision, Optional<String> problem) {
    /** As it was trained, and nothing else is wanted. */
    public static final Computation EXACT = new Computation(ServingPrecision.FLOAT32, Optional.empty());
}
