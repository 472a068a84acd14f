package io.escriba.gateway.generation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who writes texts, and what may be asked for. */
@ConfigMapping(prefix = "escriba.gateway")
interface GenerationConfig {
    /** The inference services, each as HOST:PORT of its gRPC server, separated by commas. Stork chooses among them. */
    @WithDefault("localhost:9000")
    List<@Pattern(regexp = "\\S+:\\d{1,5}", message = "must be HOST:PORT") String> inference();

    /**
     * Most characters of a prompt, 1 to 2,000. A stream's id carries its prompt and must fit into a URL of 8 KiB.
     */
    @Min(1)
    @Max(2_000)
    @WithDefault("2000")
    int maxPrompt();

    /**
     * How long a text that has begun waits for a server that goes on with it, 0 s to 1 h. Then its reader is told, and may come
     * back.
     */
    @DurationMin(seconds = 0)
    @DurationMax(hours = 1)
    @WithDefault("PT1M")
    Duration failover();
}
