package io.escriba.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UploadConfigTest {
    @Test
    void everyKeyArrives() {
        UploadConfig config = Configurations.of(
                UploadConfig.class,
                Map.of(
                        "escriba.gateway.instance", "a-1",
                        "escriba.gateway.max-uploads", "3",
                        "escriba.gateway.upload-timeout", "PT90S"));

        assertThat(config.instance()).contains("a-1");
        assertThat(config.maxUploads()).isEqualTo(3);
        assertThat(config.uploadTimeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void badValuesStopTheStart() {
        assertRefused("escriba.gateway.instance", "a b");
        assertRefused("escriba.gateway.max-uploads", "0");
        assertRefused("escriba.gateway.max-uploads", "101");
        assertRefused("escriba.gateway.upload-timeout", "PT0S");
        assertRefused("escriba.gateway.upload-timeout", "P25D");
    }

    private static void assertRefused(String key, String value) {
        assertThatThrownBy(() -> Configurations.of(UploadConfig.class, Map.of(key, value)))
                .as(key + "=" + value)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(key.substring(key.lastIndexOf('.') + 1));
    }
}
