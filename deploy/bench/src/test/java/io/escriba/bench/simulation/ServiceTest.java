package io.escriba.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.escriba.bench.simulation.Throughput.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private static final Throughput THROUGHPUT =
            new Throughput(List.of(new Point(1, 100), new Point(11, 300), new Point(21, 250)));
    private static final Service SERVICE = new Service(THROUGHPUT, 21, 100, 10, 600, 30, 55, 1);

    @Test
    void writesAsFastAsWasMeasured() {
        assertThat(THROUGHPUT.at(1)).isEqualTo(100);
        assertThat(THROUGHPUT.at(0.5)).isEqualTo(100);
        assertThat(THROUGHPUT.at(6)).isEqualTo(200);
        assertThat(THROUGHPUT.at(16)).isEqualTo(275);
        assertThat(THROUGHPUT.at(1000)).isEqualTo(250);
    }

    @Test
    void writesNoFasterThanReadersRead() {
        assertThat(SERVICE.speed(5)).isEqualTo(10);
        assertThat(SERVICE.speed(50)).isEqualTo(5);
        assertThat(SERVICE.length()).hasMinutes(1);
    }

    @Test
    void runsAsManyTextsAsItMustToKeepUp() {
        assertThat(SERVICE.active(5)).isEqualTo(1);
        assertThat(SERVICE.active(20)).isCloseTo(6, within(1e-9));
        assertThat(SERVICE.active(26)).isEqualTo(26);
    }
}
