package io.escriba.inference.precision;

import io.escriba.model.ModelVersion;
import java.util.Map;

/**
 * Which models are computed with fewer bits, and what that may cost.
 *
 * @param wanted by the name of a model; the others are float32
 * @param mostLossRise nats per character by which the loss on held-out text may rise, at least 0
 */
public record PrecisionRule(Map<String, ServingPrecision> wanted, double mostLossRise) {
    public PrecisionRule {
        wanted = Map.copyOf(wanted);
    }

    /** What a version is to be computed in. */
    public ServingPrecision of(ModelVersion version) {
        return wanted.getOrDefault(version.name().value(), ServingPrecision.FLOAT32);
    }
}
