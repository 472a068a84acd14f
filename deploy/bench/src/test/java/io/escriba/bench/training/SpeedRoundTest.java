package io.escriba.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeedRoundTest {
    @Test
    void theRatioOfTheMediansIsTheFigure() {
        SpeedRound medians = SpeedRound.medians(List.of(
                new SpeedRound(Optional.of(1_000.0), 900, 1.7),
                new SpeedRound(Optional.of(3_000.0), 1_800, 1.5),
                new SpeedRound(Optional.of(2_000.0), 2_500, 1.6)));

        assertThat(medians).isEqualTo(new SpeedRound(Optional.of(2_000.0), 1_800, 1.6));
        assertThat(medians.ratio()).hasValue(0.9);
        assertThat(medians.cells()).containsExactly("2000", "1800", "0.90", "1.600");
    }

    @Test
    void withoutABareNetworkThereIsNoRatio() {
        SpeedRound round = new SpeedRound(Optional.empty(), 900, 1.7);

        assertThat(SpeedRound.medians(List.of(round))).isEqualTo(round);
        assertThat(round.cells()).containsExactly("none", "900", "none", "1.700");
    }
}
