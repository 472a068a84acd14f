package io.escriba.gateway.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.escriba.store.S3Settings;
import io.smallrye.config.ConfigValidationException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DownloadConfigTest {
    @Test
    void everyKeyArrives() {
        assertThat(Configurations.of(DownloadConfig.class, Map.of("escriba.gateway.max-downloads", "3"))
                        .maxDownloads())
                .isEqualTo(3);
        assertThat(Configurations.of(StoreConfig.class, Map.of("escriba.store", "file:///somewhere"))
                        .uri())
                .isEqualTo(URI.create("file:///somewhere"));
        assertThat(Configurations.of(
                                S3Config.class,
                                Map.of(
                                        "escriba.s3.endpoint", "https://s3:9000",
                                        "escriba.s3.region", "eu-1",
                                        "escriba.s3.path-style", "true",
                                        "escriba.s3.part-size", "6M",
                                        "escriba.s3.attempts", "7",
                                        "escriba.s3.timeout", "PT2S"))
                        .settings())
                .isEqualTo(new S3Settings(
                        Optional.of(URI.create("https://s3:9000")),
                        Optional.of("eu-1"),
                        true,
                        6 << 20,
                        7,
                        Duration.ofSeconds(2)));
    }

    @Test
    void badValuesStopTheStart() {
        for (String bad : new String[] {"0", "101"}) {
            assertThatThrownBy(
                            () -> Configurations.of(DownloadConfig.class, Map.of("escriba.gateway.max-downloads", bad)))
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining("max-downloads");
            assertThatThrownBy(() -> Configurations.of(S3Config.class, Map.of("escriba.s3.attempts", bad)))
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining("attempts");
        }
    }
}
