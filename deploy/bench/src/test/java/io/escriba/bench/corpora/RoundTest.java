package io.escriba.bench.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTest {
    @Test
    void hasTheRatioOfTheMediansAndNotTheMedianOfTheRatios() {
        Round medians = Round.medians(List.of(new Round(10, 100, 3), new Round(80, 90, 1), new Round(90, 20, 2)));

        assertThat(medians).isEqualTo(new Round(80, 90, 2));
        assertThat(medians.cells()).containsExactly("80.0", "90.0", "0.89", "2.00");
    }
}
