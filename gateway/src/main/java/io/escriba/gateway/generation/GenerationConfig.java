package io.escriba.gateway.generation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who writes texts, and what may be asked for. */
@ConfigMapping(prefix = "escriba.gateway")
interface GenerationConfig {
    /**
     * Where the gRPC servers of the inference services are: HOST:PORT, several separated by commas; dns:NAME:PORT for every
     * address that a name has; or kubernetes:SERVICE, kubernetes:NAMESPACE/SERVICE for the ready pods of a service.
     */
    @Pattern(
            regexp = InferenceDiscovery.PATTERN,
            message = "must be HOST:PORT, several of them separated by commas, dns:NAME:PORT, or"
                    + " kubernetes:[NAMESPACE/]SERVICE")
    @WithDefault("localhost:9000")
    String inference();

    /**
     * How long an answer of DNS about the inference services counts, and after which time they are asked for their models again,
     * 1 s to 1 h.
     */
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    @WithDefault("PT2S")
    Duration inferenceRefresh();

    /** The name servers that are asked for the inference services, each as HOST:PORT; those of the machine by default. */
    Optional<List<@Pattern(regexp = "\\S+:\\d{1,5}", message = "must be HOST:PORT") String>> nameServers();

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
