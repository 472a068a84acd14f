package io.escriba.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void countMegabytesInMillions() {
        assertThat(Figures.megabytesPerSecond(5_000_000, Duration.ofMillis(500)))
                .isEqualTo(10.0);
        assertThat(Figures.megabytes(1)).isEqualTo(1.048576);
    }

    @Test
    void countMebibytesInPowersOfTwo() {
        assertThat(Figures.mebibytes(3 << 19)).isEqualTo("1.5");
    }

    @Test
    void haveAPointInEveryLocale() {
        assertThat(Figures.tenths(1234.56)).isEqualTo("1234.6");
        assertThat(Figures.hundredths(0.005)).isEqualTo("0.01");
        assertThat(Figures.thousandths(1.4697)).isEqualTo("1.470");
        assertThat(Figures.whole(45_000.5)).isEqualTo("45001");
    }
}
