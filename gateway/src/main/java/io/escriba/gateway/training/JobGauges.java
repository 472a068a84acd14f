package io.escriba.gateway.training;

import io.escriba.gateway.training.TrainingSummary.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;

/**
 * How many jobs wait and run. The gateway measures it, because it is always there: trainers come and go with the jobs, and one that is
 * missing tells nothing.
 */
final class JobGauges {
    /** A week after it happened, Kafka forgets what became of a job, and a job of then seems to wait again. */
    private static final Duration REMEMBERED = Duration.ofDays(6);

    private final TrainingHistory history;
    private final InstantSource clock;

    JobGauges(TrainingHistory history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    /** Shows them in this registry. */
    void register(MeterRegistry registry) {
        jobs("queued", State.QUEUED, registry);
        jobs("running", State.RUNNING, registry);
        Gauge.builder("escriba.jobs.silence", this::silence)
                .description("Since the last sign of life of the running job that is silent for longest")
                .baseUnit("seconds")
                .register(registry);
    }

    private void jobs(String label, State state, MeterRegistry registry) {
        Gauge.builder("escriba.jobs", () -> in(state).count())
                .description("Jobs that no trainer has begun, and those that one works on")
                .tag("state", label)
                .register(registry);
    }

    private double silence() {
        Instant now = clock.instant();
        return in(State.RUNNING)
                .flatMap(job -> job.updated().stream())
                .map(updated -> Duration.between(updated, now))
                .mapToDouble(silence -> Math.max(0, silence.toMillis() / 1e3))
                .max()
                .orElse(0);
    }

    private Stream<TrainingSummary> in(State state) {
        Instant oldest = clock.instant().minus(REMEMBERED);
        return history.summaries().stream()
                .filter(job -> job.state() == state)
                .filter(job -> job.updated()
                        .or(job::requested)
                        .filter(oldest::isBefore)
                        .isPresent());
    }
}
