package io.escriba.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LimitConfigTest {
    @Test
    void everyKeyArrives() {
        LimitConfig config = Configurations.of(
                LimitConfig.class,
                Map.of(
                        "escriba.gateway.max-streams-per-key", "3",
                        "escriba.gateway.requests-per-minute-per-key", "70",
                        "escriba.gateway.request-burst-per-key", "5"));

        assertThat(config.maxStreamsPerKey()).isEqualTo(3);
        assertThat(config.requestsPerMinutePerKey()).isEqualTo(70);
        assertThat(config.requestBurstPerKey()).isEqualTo(5);
    }

    @Test
    void badValuesStopTheStart() {
        for (String key :
                new String[] {"max-streams-per-key", "requests-per-minute-per-key", "request-burst-per-key"}) {
            for (String value : new String[] {"0", "1000001"}) {
                assertThatThrownBy(() -> Configurations.of(LimitConfig.class, Map.of("escriba.gateway." + key, value)))
                        .as(key + "=" + value)
                        .isInstanceOf(ConfigValidationException.class)
                        .hasMessageContaining(key);
            }
        }
    }
}
