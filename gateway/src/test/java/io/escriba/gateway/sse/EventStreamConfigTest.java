package io.escriba.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventStreamConfigTest {
    private static final String KEEP_ALIVE = "escriba.gateway.keep-alive";

    @Test
    void everyKeyArrives() {
        assertThat(Configurations.of(EventStreamConfig.class, Map.of(KEEP_ALIVE, "PT7S"))
                        .keepAlive())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void silenceIsBrokenEveryFifteenSecondsUnlessSaidOtherwise() {
        assertThat(Configurations.of(EventStreamConfig.class, Map.of()).keepAlive())
                .isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void badValuesStopTheStart() {
        for (String value : new String[] {"PT0.9S", "PT5M1S"}) {
            assertThatThrownBy(() -> Configurations.of(EventStreamConfig.class, Map.of(KEEP_ALIVE, value)))
                    .as(value)
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining("keep-alive");
        }
    }
}
