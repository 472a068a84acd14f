package io.escriba.gateway.stream;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** How streams are kept whole. */
@ConfigMapping(prefix = "escriba.gateway")
interface StreamConfig {
    /**
     * Secret that authenticates the ids of streams, at least 16 characters, the same for all replicas of the gateway.
     * Without it each process makes its own, and a stream cannot outlive the process that created it.
     */
    Optional<@Size(min = 16) String> streamKey();
}
