package io.escriba.trainer.job;

import io.escriba.name.Name;
import io.escriba.trainer.training.TrainingListener;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Turns what a training reports into the events of its job. */
final class JobEvents implements TrainingListener {
    private final String job;
    private final Name model;
    private final InstantSource clock;
    private final Consumer<TrainingEvent> events;

    JobEvents(TrainingJob job, InstantSource clock, Consumer<TrainingEvent> events) {
        this.job = job.id();
        this.model = job.model();
        this.clock = clock;
        this.events = events;
    }

    void started(TrainingEvent.Started event) {
        events.accept(event);
    }

    @Override
    public void measured(Measurement measurement) {
        events.accept(new TrainingEvent.Step(
                job,
                model,
                clock.instant(),
                measurement.step(),
                measurement.epoch(),
                measurement.progress(),
                measurement.trainingLoss(),
                measurement.validationLoss(),
                measurement.charactersPerSecond(),
                measurement.learningRate()));
    }

    @Override
    public void sampled(long step, double temperature, String text) {
        events.accept(new TrainingEvent.Sample(job, model, clock.instant(), step, temperature, text));
    }
}
