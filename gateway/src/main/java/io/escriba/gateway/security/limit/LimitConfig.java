package io.escriba.gateway.security.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How much a caller may have. All keys of one name share it. Without keys there are no limits. */
@ConfigMapping(prefix = "escriba.gateway")
interface LimitConfig {
    /** Most streams at the same time, 1 to 100,000: texts that are being written, and trainings that are followed. */
    @Min(1)
    @Max(100_000)
    @WithDefault("64")
    int maxStreamsPerKey();

    /** How many requests come back in a minute, evenly, 1 to 1,000,000. */
    @Min(1)
    @Max(1_000_000)
    @WithDefault("6000")
    int requestsPerMinutePerKey();

    /** How many requests may come at once after a pause, 1 to 1,000,000. */
    @Min(1)
    @Max(1_000_000)
    @WithDefault("600")
    int requestBurstPerKey();
}
