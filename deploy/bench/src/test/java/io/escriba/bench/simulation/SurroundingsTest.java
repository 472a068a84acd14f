package io.escriba.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static final Surroundings SURROUNDINGS = new Surroundings(1_000, 60, 1, 10, 10);

    @Test
    void haveTwoGatewaysAtLeast() {
        assertThat(SURROUNDINGS.gateways(10)).isEqualTo(2);
        assertThat(SURROUNDINGS.gateways(2_000)).isEqualTo(2);
        assertThat(SURROUNDINGS.gateways(2_001)).isEqualTo(3);
    }

    @Test
    void haveAsManyPartitionsAsTrainingsNeed() {
        assertThat(SURROUNDINGS.partitions(1_000)).isEqualTo(12);

        int partitions = SURROUNDINGS.partitions(100_000);

        // 100 trainings an hour of 10 minutes each keep 16.7 partitions busy, and more are needed for few to wait.
        assertThat(partitions).isBetween(36, 96);
        assertThat(partitions % 12).isZero();
    }

    @Test
    void costWhatTheyTake() {
        Prices prices = new Prices(0.04, 0.005, 0.1);

        assertThat(prices.machines(10, 1, 3)).isCloseTo(10 * 0.055, within(1e-9));
        assertThat(prices.traffic(1e6)).isCloseTo(0.36, within(1e-9));
    }
}
