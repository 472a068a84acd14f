package io.escriba.gateway.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.smallrye.config.ConfigValidationException;
import java.net.URI;
import java.util.Map;
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
    }

    @Test
    void badValuesStopTheStart() {
        for (String bad : new String[] {"0", "101"}) {
            assertThatThrownBy(
                            () -> Configurations.of(DownloadConfig.class, Map.of("escriba.gateway.max-downloads", bad)))
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining("max-downloads");
        }
    }
}
