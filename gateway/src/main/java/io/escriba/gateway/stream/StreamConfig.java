package io.escriba.gateway.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How streams are kept whole. */
@ConfigMapping(prefix = "escriba.gateway")
interface StreamConfig {
    /**
     * Secret that authenticates the ids of streams, at least 16 characters, the same for all replicas of the gateway.
     * Without it each process makes its own, and a stream cannot outlive the process that created it.
     */
    Optional<@Size(min = 16) String> streamKey();

    /** How long the id of a stream can be read with, 1 minute to 365 days. A stream that is being read then goes on. */
    @DurationMin(minutes = 1)
    @DurationMax(days = 365)
    @WithDefault("P1D")
    Duration streamLifetime();
}
