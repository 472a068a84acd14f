package io.escriba.gateway.security.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Configurations;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OriginConfigTest {
    @Test
    void everyKeyArrives() {
        OriginConfig config =
                Configurations.of(OriginConfig.class, Map.of("escriba.gateway.hosts", "escriba.example,10.0.0.7"));

        assertThat(config.hosts())
                .hasValueSatisfying(hosts -> assertThat(hosts).containsExactly("escriba.example", "10.0.0.7"));
        assertThat(Configurations.of(OriginConfig.class, Map.of()).hosts()).isEmpty();
    }
}
