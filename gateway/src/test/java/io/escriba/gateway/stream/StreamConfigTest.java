package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StreamConfigTest {
    @Test
    void everyKeyArrives() {
        StreamConfig config = Configurations.of(
                StreamConfig.class,
                Map.of(
                        "escriba.gateway.stream-key", "0123456789abcdef",
                        "escriba.gateway.stream-lifetime", "PT2H"));

        assertThat(config.streamKey()).contains("0123456789abcdef");
        assertThat(config.streamLifetime()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void badValuesStopTheStart() {
        assertRefused("escriba.gateway.stream-key", "too short");
        assertRefused("escriba.gateway.stream-lifetime", "PT59S");
        assertRefused("escriba.gateway.stream-lifetime", "P366D");
    }

    private static void assertRefused(String key, String value) {
        assertThatThrownBy(() -> Configurations.of(StreamConfig.class, Map.of(key, value)))
                .as(key + "=" + value)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(key.substring(key.lastIndexOf('.') + 1));
    }
}
