package io.escriba.trainer.job;

import io.escriba.kafka.Topic;
import io.escriba.store.StoreAvailability;
import io.escriba.training.TrainingEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;

/** The trainer's metrics. Losses and speed are those of the job that runs, NaN before the first. Thread-safe. */
final class TrainingMetrics {
    private final MeterRegistry registry;
    private final AtomicReference<Double> trainingLoss = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> validationLoss = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> charactersPerSecond = new AtomicReference<>(Double.NaN);

    /**
     * Those of one process.
     *
     * @param store whether it is waited for
     */
    TrainingMetrics(MeterRegistry registry, StoreAvailability store) {
        this.registry = registry;
        loss("training", trainingLoss);
        loss("validation", validationLoss);
        Gauge.builder("escriba.training.characters.per.second", charactersPerSecond, AtomicReference::get)
                .description("Characters learned from in a second")
                .register(registry);
        Gauge.builder("escriba.store.away", store, availability -> availability.isAway() ? 1 : 0)
                .description("Whether the model store is waited for")
                .register(registry);
        // All are there from the start, so that their rates are right from the first one on.
        JobOutcome.NAMES.forEach(this::ended);
        deadLetters();
    }

    private void loss(String split, AtomicReference<Double> value) {
        Gauge.builder("escriba.training.loss", value, AtomicReference::get)
                .description("Cross-entropy in nats per character")
                .tag("split", split)
                .register(registry);
    }

    /** A record of the jobs topic could not be read. */
    void deadLetter() {
        deadLetters().increment();
    }

    private Counter deadLetters() {
        return registry.counter("escriba.dead.letters", "topic", Topic.TRAINING_JOBS.topicName());
    }

    void happened(TrainingEvent event) {
        if (event instanceof TrainingEvent.Step step) {
            trainingLoss.set(step.trainingLoss());
            step.validationLoss().ifPresent(validationLoss::set);
            charactersPerSecond.set(step.charactersPerSecond());
        }
    }

    void ended(JobOutcome outcome) {
        ended(outcome.name()).increment();
        charactersPerSecond.set(0.0);
    }

    private Counter ended(String outcome) {
        return registry.counter("escriba.training.jobs", "outcome", outcome);
    }
}
