package io.escriba.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
    @Test
    void isReadInBytes() {
        assertThat(ResidentMemory.parse(List.of("Name:\tjava", "VmHWM:\t  9999 kB", "VmRSS:\t  2048 kB")))
                .isEqualTo(2 * 1024 * 1024);
    }

    @Test
    void isNotGuessed() {
        assertThatThrownBy(() -> ResidentMemory.parse(List.of("Name:\tkthreadd")))
                .hasMessageContaining("There is no VmRSS");
    }

    @Test
    void isWrittenInMebibytes() {
        assertThat(new ResidentMemory(3 << 20, 1 << 19).cells()).containsExactly("3.0", "0.5", "2.5");
    }
}
