package io.escriba.gateway.corpus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How many excerpts are looked for. */
@ConfigMapping(prefix = "escriba.gateway")
interface ExcerptConfig {
    /**
     * Most excerpts that are read from Kafka at the same time, for texts without a prompt, 1 to 100. Each has a thread and a
     * consumer while it is read.
     */
    @Min(1)
    @Max(100)
    @WithDefault("8")
    int maxExcerpts();
}
