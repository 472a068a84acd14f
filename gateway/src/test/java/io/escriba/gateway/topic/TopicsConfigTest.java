package io.escriba.gateway.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicsConfigTest {
    @Test
    void everyKeyArrives() {
        TopicsConfig config = Configurations.of(
                TopicsConfig.class, Map.of("escriba.topics.partitions", "3", "escriba.topics.replication", "2"));

        assertThat(config.partitions()).isEqualTo(3);
        assertThat(config.replication()).isEqualTo((short) 2);
    }

    @Test
    void badValuesStopTheStart() {
        assertRefused("escriba.topics.partitions", "0");
        assertRefused("escriba.topics.replication", "0");
    }

    private static void assertRefused(String key, String value) {
        assertThatThrownBy(() -> Configurations.of(TopicsConfig.class, Map.of(key, value)))
                .as(key + "=" + value)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(key.substring(key.lastIndexOf('.') + 1));
    }
}
