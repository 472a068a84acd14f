package io.escriba.inference.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How many streams this process takes. */
@ConfigMapping(prefix = "escriba.inference")
public interface BatchConfig {
    /** Streams that run at once, all models together, 1 to 65,536. Each model has at most so many rows. */
    @Min(1)
    @Max(65_536)
    @WithDefault("256")
    int maxStreams();

    /**
     * Streams that may wait for a row, for their model or for their reader, 0 to 1,048,576, beyond those that may run. Further
     * ones are refused at once.
     */
    @Min(0)
    @Max(1_048_576)
    @WithDefault("1024")
    int maxWaiting();

    /**
     * How long a character may wait for the next ones of its text, to leave with them in one message, 0 to 1 s. With 0 each leaves
     * alone. The first one always does.
     */
    @DurationMin
    @DurationMax(seconds = 1)
    @WithDefault("4ms")
    Duration gatherTime();
}
