package io.escriba.gateway.security.body;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What bodies may be like. */
@ConfigMapping(prefix = "escriba.gateway")
interface BodyConfig {
    /**
     * Largest body with JSON, 1K to 64M. It is held in memory. The longest text that is scored has 1.2 MB where every character is
     * escaped.
     */
    @WithDefault("2M")
    MemorySize maxJsonBody();

    /** Largest upload, at least 1K. Without it, uploads have any length. */
    Optional<MemorySize> maxUpload();

    /** How long nothing of an upload may come, and within what time a body with JSON must have come, 0.1 s to 1 h. */
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    @WithDefault("PT30S")
    Duration bodyTimeout();
}
