package io.escriba.gateway.security.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigValidationException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class BodyConfigTest {
    @Test
    void everyKeyArrives() {
        BodyConfig config = Configurations.of(
                BodyConfig.class,
                Map.of(
                        "escriba.gateway.max-json-body", "3M",
                        "escriba.gateway.max-upload", "3G",
                        "escriba.gateway.body-timeout", "PT5S"));

        assertThat(new BodyBeans().limits(config))
                .isEqualTo(new BodyLimits(3 << 20, OptionalLong.of(3L << 30), Duration.ofSeconds(5)));
    }

    @Test
    void uploadsHaveAnyLengthUnlessItIsSaid() {
        BodyConfig config = Configurations.of(BodyConfig.class, Map.of());

        assertThat(config.maxJsonBody()).isEqualTo(new MemorySize(BigInteger.valueOf(2 << 20)));
        assertThat(config.maxUpload()).isEmpty();
    }

    @Test
    void badValuesStopTheStart() {
        for (String timeout : new String[] {"PT0S", "PT2H"}) {
            assertThatThrownBy(
                            () -> Configurations.of(BodyConfig.class, Map.of("escriba.gateway.body-timeout", timeout)))
                    .as(timeout)
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining("body-timeout");
        }
        assertRefused("escriba.gateway.max-json-body", "1");
        assertRefused("escriba.gateway.max-json-body", "1G");
        assertRefused("escriba.gateway.max-upload", "1");
    }

    private static void assertRefused(String key, String value) {
        BodyConfig config = Configurations.of(BodyConfig.class, Map.of(key, value));

        assertThatThrownBy(() -> new BodyBeans().limits(config))
                .as(key + "=" + value)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }
}
