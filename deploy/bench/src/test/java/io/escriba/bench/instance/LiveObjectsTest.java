package io.escriba.bench.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveObjectsTest {
    @Test
    void areCountedInBytes() {
        assertThat(LiveObjects.bytes(List.of(
                        "12345:",
                        " num     #instances         #bytes  class name (module)",
                        "-------------------------------------------------------",
                        "   1:         77177        7325456  [B (java.base@17.0.19)",
                        "Total        491037       27113456",
                        "")))
                .isEqualTo(27_113_456);
    }

    @Test
    void areNotGuessed() {
        assertThatThrownBy(() -> LiveObjects.bytes(List.of("12345:", "Unable to open socket file")))
                .hasMessageContaining("gives no total: [12345:, Unable to open socket file]");
    }
}
