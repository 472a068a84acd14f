package io.escriba.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
    @Test
    void isWrittenInMebibytes() {
        assertThat(new ResidentMemory(3 << 20, 1 << 19).cells()).containsExactly("3.0", "0.5", "2.5");
    }
}
