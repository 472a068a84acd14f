package io.escriba.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainingsTest {
    @Test
    void waitAsLongAsPollaczekAndKhinchinSay() {
        Trainings trainings = new Trainings(36, 10);
        double share = trainings.share(12);

        double mean = Arrays.stream(trainings.waits(12, new SplittableRandom(1)))
                .average()
                .orElseThrow();

        assertThat(share).isEqualTo(0.5);
        // Of a queue with one server and constant times of service: share / (2 (1 - share)) of such a time.
        assertThat(mean).isCloseTo(share / (2 * (1 - share)) * 10, within(0.3));
    }

    @Test
    void waitLessInMorePartitions() {
        Trainings trainings = new Trainings(60, 10);

        double few = trainings.wait(12, 0.95, new SplittableRandom(1));
        double many = trainings.wait(48, 0.95, new SplittableRandom(1));

        assertThat(few).isGreaterThan(20);
        assertThat(many).isLessThan(10);
    }
}
