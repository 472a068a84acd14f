package io.escriba.gateway.sse;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How connections of event streams are kept. */
@ConfigMapping(prefix = "escriba.gateway")
interface EventStreamConfig {
    /**
     * How long an event stream may be silent, 1 s to 5 min. Then a comment is sent, so that no proxy takes the connection for
     * dead, and a reader that has gone away is noticed.
     */
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 5)
    @WithDefault("PT15S")
    Duration keepAlive();
}
