package io.escriba.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.escriba.bench.autoscaler.Behavior;
import io.escriba.bench.autoscaler.ScaledObject;
import io.escriba.bench.autoscaler.ScaledObject.Trigger;
import io.escriba.bench.autoscaler.ScalingRules;
import io.escriba.bench.simulation.Throughput.Point;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Behavior USUAL = new Behavior(ScalingRules.USUAL_UP, ScalingRules.USUAL_DOWN);

    /** As many as are wanted in a pod, of those that have a place. */
    private static final double THRESHOLD = 100;

    private static final Throughput FAST = new Throughput(List.of(new Point(1, 1e6)));

    @Test
    void losesNoStream() {
        Outcome outcome = run(service(FAST, 150), 100, new Load(3_000, 300, 300, 300, 900), 1);

        assertThat(outcome.ended() + outcome.present()).isCloseTo(outcome.begun(), within(1e-6));
        assertThat(outcome.begun()).isGreaterThan(10_000);
        assertThat(outcome.moved()).isPositive();
    }

    @Test
    void losesNoStreamThatStandsForSeveral() {
        Outcome outcome = run(service(FAST, 150), 1000, new Load(30_000, 300, 300, 300, 900), 1);

        assertThat(outcome.ended() + outcome.present()).isCloseTo(outcome.begun(), within(1e-3));
        assertThat(outcome.meanStreams()).isCloseTo(30_000, within(1_500.0));
    }

    @Test
    void isTheSameForTheSameSeed() {
        Load load = new Load(500, 60, 60, 60, 60);

        assertThat(run(service(FAST, 150), 100, load, 7)).isEqualTo(run(service(FAST, 150), 100, load, 7));
        assertThat(run(service(FAST, 150), 100, load, 8)).isNotEqualTo(run(service(FAST, 150), 100, load, 7));
    }

    @Test
    void hasAsManyPodsAsTheThresholdAsksFor() {
        Outcome outcome = run(service(FAST, 200), 1000, new Load(5_000, 600, 1_200, 1_800, 0), 1);

        assertThat(outcome.meanStreams()).isCloseTo(5_000, within(250.0));
        assertThat(outcome.meanPods() * THRESHOLD / outcome.meanStreams()).isBetween(0.9, 1.15);
        assertThat(outcome.refused()).isZero();
        assertThat(outcome.slowest()).isEqualTo(1);
    }

    /** In a pod that is never left alone, as many texts are there in the mean as the queue M/M/1 with equal shares has. */
    @Test
    void isTheQueueWithEqualSharesInOnePod() {
        // Readers who take more than there is: each text gets its share of 100 characters a second.
        Service service = new Service(new Throughput(List.of(new Point(1, 100))), 1, 1_000_000, 1e6, 50, 1, 1, 1);
        // 1.4 texts a second of 0.5 s each: a load of 0.7.
        double share = 0.7;
        double streams = share / 0.5 * 50 / 1e6;

        Outcome outcome = run(service, 1, new Load(streams, 0, 1, 200_000, 0), 3, 1);

        assertThat(outcome.meanStreams()).isCloseTo(share / (1 - share), within(0.1));
    }

    @Test
    void tellsWhoFindsNoPlaceToComeAgain() {
        Outcome outcome = run(service(FAST, 150), 1000, new Load(20_000, 300, 10, 600, 0), 1);

        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.longestWait()).isBetween(1.0, 300.0);
        assertThat(outcome.ended() + outcome.present()).isCloseTo(outcome.begun(), within(1e-3));
    }

    private static Service service(Throughput throughput, int places) {
        return new Service(throughput, 50, places, 10, 600, 30, 55, 1);
    }

    private static Outcome run(Service service, int mostPods, Load load, long seed) {
        return run(service, mostPods, load, seed, 2);
    }

    private static Outcome run(Service service, int mostPods, Load load, long seed, int leastPods) {
        ScaledObject object = new ScaledObject(
                leastPods, leastPods, USUAL, List.of(new Trigger("sum(running + waiting + paused)", THRESHOLD)));
        return Simulation.run(service, object, mostPods, load, new SplittableRandom(seed));
    }
}
