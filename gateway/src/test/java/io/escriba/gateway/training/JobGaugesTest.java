package io.escriba.gateway.training;

import static io.escriba.gateway.training.TestEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JobGaugesTest {
    private final TrainingHistory history = new TrainingHistory(10, 10);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = START.plusSeconds(60);

    @BeforeEach
    void register() {
        new JobGauges(history, () -> now).register(registry);
    }

    @Test
    void countWhatWaitsAndWhatRuns() {
        history.ordered(TestEvents.job("waits", 0));
        history.ordered(TestEvents.job("waits-too", 0));
        history.ordered(TestEvents.job("runs", 0));
        history.happened(0, TestEvents.started("runs", 0));
        history.ordered(TestEvents.job("done", 0));
        history.happened(1, TestEvents.completed("done"));

        assertThat(jobs("queued")).isEqualTo(2);
        assertThat(jobs("running")).isEqualTo(1);
    }

    @Test
    void tellHowLongTheMostSilentJobSaysNothing() {
        history.happened(0, TestEvents.step("talks", 50));
        history.happened(1, TestEvents.step("silent", 10));
        history.happened(2, TestEvents.failed("failed"));

        assertThat(silence()).isEqualTo(50);
    }

    @Test
    void tellNoSilenceWhereNothingRuns() {
        history.ordered(TestEvents.job("waits", 0));

        assertThat(silence()).isZero();
    }

    /** Kafka has forgotten what became of it. */
    @Test
    void leaveOutJobsOfLongAgo() {
        history.ordered(TestEvents.job("old", 0));
        history.happened(0, TestEvents.step("lost", 10));
        now = START.plus(Duration.ofDays(7));

        assertThat(jobs("queued")).isZero();
        assertThat(jobs("running")).isZero();
        assertThat(silence()).isZero();
    }

    private double jobs(String state) {
        return registry.get("escriba.jobs").tag("state", state).gauge().value();
    }

    private double silence() {
        return registry.get("escriba.jobs.silence").gauge().value();
    }
}
