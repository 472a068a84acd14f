package io.escriba.gateway.download;

import io.escriba.store.S3Settings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How a model store in S3 is spoken to. Credentials come from where the AWS SDK looks for them: the variables
 * {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, a profile, or the role of a pod or machine.
 */
@ConfigMapping(prefix = "escriba.s3")
interface S3Config {
    /** The server, such as {@code https://s3.example.org:9000}; none for Amazon's. */
    Optional<URI> endpoint();

    /** The bucket's region; without one, what the AWS SDK finds, or {@code us-east-1} where there is an endpoint. */
    Optional<String> region();

    /** Whether the bucket is in the path instead of the host name, as servers without a name for each bucket want it. */
    @WithDefault("false")
    boolean pathStyle();

    /** Read as the trainers read it, so that both can have the same settings; nothing is written here. */
    @WithDefault("8M")
    MemorySize partSize();

    /** How often each request is made before the download is refused; 1 to 100. */
    @Min(1)
    @Max(100)
    @WithDefault("3")
    int attempts();

    /** How long the server may be silent, 1 ms to 1 h. */
    @DurationMin(millis = 1)
    @DurationMax(hours = 1)
    @WithDefault("PT30S")
    Duration timeout();

    /** As the model store wants them. */
    default S3Settings settings() {
        return new S3Settings(endpoint(), region(), pathStyle(), partSize().asLongValue(), attempts(), timeout());
    }
}
