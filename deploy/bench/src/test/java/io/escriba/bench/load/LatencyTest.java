package io.escriba.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final Offset<Double> THREE_DIGITS = Offset.offset(0.1);

    @Test
    void isInMilliseconds() {
        Histogram nanos = new Histogram(3);
        LongStream.rangeClosed(1, 100).forEach(millis -> nanos.recordValue(millis * 1_000_000));

        Latency latency = Latency.of(nanos);

        assertThat(latency.mean()).isCloseTo(50.5, THREE_DIGITS);
        assertThat(latency.middle()).isCloseTo(50, THREE_DIGITS);
        assertThat(latency.tail()).isCloseTo(99, THREE_DIGITS);
        assertThat(latency.longest()).isCloseTo(100, THREE_DIGITS);
    }

    @Test
    void hasMediansOfEachFigureOnItsOwn() {
        List<Latency> rounds = List.of(new Latency(6, 1, 9, 30), new Latency(5, 2, 7, 10), new Latency(4, 3, 8, 20));

        assertThat(Latency.medians(rounds)).isEqualTo(new Latency(5, 2, 8, 20));
    }
}
