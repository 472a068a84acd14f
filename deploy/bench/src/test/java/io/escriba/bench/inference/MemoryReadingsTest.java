package io.escriba.bench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryReadingsTest {
    @Test
    void compareTheLastQuarterWithTheFirst() {
        MemoryReadings readings = new MemoryReadings(List.of(1.0, 3.0, 9.0, 9.0, 9.0, 9.0, 9.0, 2.0, 4.0));

        assertThat(readings.first()).isEqualTo(2);
        assertThat(readings.last()).isEqualTo(3);
        assertThat(readings.growth()).isEqualTo(1.5);
    }

    @Test
    void refuseToBeFewerThanQuarters() {
        assertThatThrownBy(() -> new MemoryReadings(List.of(1.0, 2.0, 3.0)))
                .hasMessage("Of 3 readings there are no quarters. Measure for longer.");
    }
}
