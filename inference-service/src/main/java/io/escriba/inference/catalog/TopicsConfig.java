package io.escriba.inference.catalog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How topics are created that are not there at the start. */
@ConfigMapping(prefix = "escriba.topics")
public interface TopicsConfig {
    /** Partitions of each topic, 1 to 10,000. */
    @Min(1)
    @Max(10_000)
    @WithDefault("12")
    int partitions();

    /** Copies of each partition, 1 to the number of brokers. */
    @Min(1)
    @WithDefault("1")
    short replication();
}
