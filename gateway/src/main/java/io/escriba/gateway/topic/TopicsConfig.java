package io.escriba.gateway.topic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How the topics are created that do not exist at the start. */
@ConfigMapping(prefix = "escriba.topics")
interface TopicsConfig {
    /** Partitions of each topic, 1 to 10,000. More let more trainers and more uploads work at once. */
    @Min(1)
    @Max(10_000)
    @WithDefault("12")
    int partitions();

    /** Copies of each partition, at most as many as there are brokers. */
    @Min(1)
    @Max(Short.MAX_VALUE)
    @WithDefault("1")
    short replication();
}
