package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GenerationConfigTest {
    @Test
    void everyKeyArrives() {
        GenerationConfig config = Configurations.of(
                GenerationConfig.class,
                Map.of(
                        "escriba.gateway.inference",
                        "a:1,b.c:65000",
                        "escriba.gateway.inference-refresh",
                        "PT7S",
                        "escriba.gateway.name-servers",
                        "10.0.0.1:53,10.0.0.2:8600",
                        "escriba.gateway.max-prompt",
                        "7",
                        "escriba.gateway.failover",
                        "PT3S"));

        assertThat(config.inference()).isEqualTo("a:1,b.c:65000");
        assertThat(config.inferenceRefresh()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.nameServers()).contains(List.of("10.0.0.1:53", "10.0.0.2:8600"));
        assertThat(config.maxPrompt()).isEqualTo(7);
        assertThat(config.failover()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void badValuesStopTheStart() {
        assertRefused("escriba.gateway.inference", "localhost");
        assertRefused("escriba.gateway.inference", "localhost:9000,other");
        assertRefused("escriba.gateway.inference", "dns:localhost");
        assertRefused("escriba.gateway.inference", "localhost:9000,dns:localhost:9000");
        assertRefused("escriba.gateway.inference-refresh", "PT0.5S");
        assertRefused("escriba.gateway.inference-refresh", "PT2H");
        assertRefused("escriba.gateway.name-servers", "10.0.0.1");
        assertRefused("escriba.gateway.max-prompt", "0");
        assertRefused("escriba.gateway.max-prompt", "2001");
        assertRefused("escriba.gateway.failover", "PT-1S");
        assertRefused("escriba.gateway.failover", "PT2H");
    }

    private static void assertRefused(String key, String value) {
        assertThatThrownBy(() -> Configurations.of(GenerationConfig.class, Map.of(key, value)))
                .as(key + "=" + value)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(key.substring(key.lastIndexOf('.') + 1));
    }
}
