package io.escriba.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What happens when no broker answers. */
public final class KafkaAway {
    /** Settings of a client; nothing listens there. */
    public static final Map<String, Object> CLIENT = Map.of("bootstrap.servers", "127.0.0.1:1");

    /** So long a test waits for a broker that does not come. */
    public static final Duration PATIENCE = Duration.ofMillis(200);

    private KafkaAway() {}

    /** Makes sure that an action ends with status 503 and a time to try again. */
    public static void assertUnavailable(ThrowingCallable action) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, action);
        assertThat(refused).isNotNull();
        assertThat(refused.problem().status()).isEqualTo(503);
        assertThat(refused.problem().retryAfter()).isPresent();
    }
}
