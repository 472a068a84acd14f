package io.escriba.bench.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputRoundTest {
    @Test
    void theRatioOfTheMediansIsTheFigure() {
        ThroughputRound medians = ThroughputRound.medians(List.of(
                new ThroughputRound(1_000, 950, 50),
                new ThroughputRound(3_000, 1_800, 30),
                new ThroughputRound(2_000, 2_500, 40)));

        assertThat(medians).isEqualTo(new ThroughputRound(2_000, 1_800, 40));
        assertThat(medians.ratio()).isEqualTo(0.9);
        assertThat(medians.times()).isEqualTo(45);
        assertThat(medians.cells()).containsExactly("2000", "1800", "0.90", "40", "45.0");
    }
}
