package io.escriba.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.Configurations;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExcerptConfigTest {
    private static final String KEY = "escriba.gateway.max-excerpts";

    @Test
    void everyKeyArrives() {
        assertThat(Configurations.of(ExcerptConfig.class, Map.of(KEY, "3")).maxExcerpts())
                .isEqualTo(3);
    }

    @Test
    void badValuesStopTheStart() {
        for (String value : new String[] {"0", "101"}) {
            assertThatThrownBy(() -> Configurations.of(ExcerptConfig.class, Map.of(KEY, value)))
                    .as(value)
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining("max-excerpts");
        }
    }
}
