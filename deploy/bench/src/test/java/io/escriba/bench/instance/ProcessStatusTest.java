package io.escriba.bench.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessStatusTest {
    private static final List<String> STATUS =
            List.of("Name:\tjava", "VmPeak:\t 9999 kB", "VmHWM:\t    2048 kB", "VmRSS:\t 1 kB");

    @Test
    void hasSizesInBytes() {
        assertThat(ProcessStatus.parse(STATUS, ProcessStatus.HIGH_WATER_MARK)).hasValue(2L * 1024 * 1024);
        assertThat(ProcessStatus.parse(STATUS, ProcessStatus.RESIDENT)).hasValue(1024);
    }

    @Test
    void hasNoSizesWhereTheSystemDoesNotSay() {
        assertThat(ProcessStatus.parse(List.of("Name:\tkthreadd"), ProcessStatus.RESIDENT))
                .isEmpty();
    }
}
