package io.escriba.gateway.security.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Configurations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CallerConfigTest {
    @Test
    void everyKeyArrives() {
        CallerConfig config = Configurations.of(
                CallerConfig.class,
                Map.of("escriba.api-keys", "alice:one,bob:sha256:two", "escriba.api-keys.file", "/run/keys"));

        assertThat(config.keys()).contains(List.of("alice:one", "bob:sha256:two"));
        assertThat(config.file()).contains(Path.of("/run/keys"));
    }

    @Test
    void noneIsNeeded() {
        CallerConfig config = Configurations.of(CallerConfig.class, Map.of());

        assertThat(config.keys()).isEmpty();
        assertThat(config.file()).isEmpty();
    }
}
