package io.escriba.bench.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
    @Test
    void isTheHighWaterMarkInBytes() {
        assertThat(PeakMemory.parse(
                        List.of("Name:\tjava", "VmPeak:\t 9999 kB", "VmHWM:\t    2048 kB", "VmRSS:\t 1 kB")))
                .hasValue(2L * 1024 * 1024);
    }

    @Test
    void isUnknownWhereTheSystemDoesNotSay() {
        assertThat(PeakMemory.parse(List.of("Name:\tkthreadd"))).isEmpty();
    }
}
