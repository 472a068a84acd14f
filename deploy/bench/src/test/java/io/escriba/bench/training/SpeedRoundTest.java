package io.escriba.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedRoundTest {
    @Test
    void theRatioOfTheMediansIsTheFigure() {
        SpeedRound medians = SpeedRound.medians(List.of(
                new SpeedRound(1_000, 900, 1.7), new SpeedRound(3_000, 1_800, 1.5), new SpeedRound(2_000, 2_500, 1.6)));

        assertThat(medians).isEqualTo(new SpeedRound(2_000, 1_800, 1.6));
        assertThat(medians.ratio()).isEqualTo(0.9);
        assertThat(medians.cells()).containsExactly("2000", "1800", "0.90", "1.600");
    }
}
