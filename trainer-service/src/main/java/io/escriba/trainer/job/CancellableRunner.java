package io.escriba.trainer.job;

import io.escriba.trainer.training.TrainingStoppedException;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Carries out jobs for as long as they are not cancelled. Not thread-safe. */
final class CancellableRunner {
    private static final Logger LOG = Logger.getLogger(CancellableRunner.class);

    private final JobRunner runner;
    private final Predicate<String> cancelled;
    private final InstantSource clock;

    /**
     * A runner of jobs.
     *
     * @param cancelled whether the job of an id is cancelled; may become true at any time
     */
    CancellableRunner(JobRunner runner, Predicate<String> cancelled, InstantSource clock) {
        this.runner = runner;
        this.cancelled = cancelled;
        this.clock = clock;
    }

    /**
     * Carries out a job to its end, which is {@link TrainingEvent.Cancelled} when its cancellation is seen before its
     * training has ended.
     *
     * @param events is told what happens in between
     * @param leaving asked between training steps and in evaluations: whether the job must be left to another trainer
     * @throws TrainingStoppedException when {@code leaving} says so
     * @throws KafkaException when the job must be tried again, by this process or another
     */
    JobOutcome run(JobOrder order, JobEvents events, BooleanSupplier leaving) {
        TrainingJob job = order.job();
        if (cancelled.test(job.id())) {
            return cancelled(job);
        }
        try {
            return runner.run(order, events, () -> leaving.getAsBoolean() || cancelled.test(job.id()));
        } catch (TrainingStoppedException e) {
            // Whoever takes over a job that is left knows its cancellation too.
            if (leaving.getAsBoolean()) {
                throw e;
            }
            return cancelled(job);
        }
    }

    /** To be called when the end of a job is known to the world. */
    void forget(JobOrder order) {
        runner.forget(order);
    }

    private JobOutcome cancelled(TrainingJob job) {
        LOG.infof("Job %s is cancelled.", job.id());
        return new JobOutcome(new TrainingEvent.Cancelled(job.id(), job.model(), clock.instant()), Optional.empty());
    }
}
