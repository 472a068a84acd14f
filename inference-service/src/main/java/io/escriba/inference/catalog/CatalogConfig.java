package io.escriba.inference.catalog;

import io.escriba.inference.precision.ServingPrecision;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import java.util.Map;

/** How many versions stay loaded, when requests should come here, and what happens to them at the end. */
@ConfigMapping(prefix = "escriba.inference")
public interface CatalogConfig {
    /**
     * What all loaded versions together may take, as it is estimated, for those to stay loaded that neither serve nor have
     * streams; with 0 they are closed at once. What is in use is not limited by it.
     */
    @WithDefault("512M")
    MemorySize memoryBudget();

    /**
     * Whether this process is ready before a model serves: at once if none has been published yet, otherwise when those
     * that have been were tried once, whatever came of it.
     */
    @WithDefault("true")
    boolean readyWithoutModel();

    /**
     * What models are computed in, by their name: {@code float32}, as those that are not named, or {@code int8}, which is
     * faster for large recurrent networks, and taken only where {@link #mostLossRise} allows.
     */
    Map<String, ServingPrecision> precision();

    /** Nats per character by which the loss on held-out text may rise for a version to be computed in int8, 0 to 1. */
    @DecimalMin("0")
    @DecimalMax("1")
    @WithDefault("0.01")
    double mostLossRise();

    /** How long running streams may go on when the process is told to stop. */
    @WithDefault("45s")
    Duration drain();
}
