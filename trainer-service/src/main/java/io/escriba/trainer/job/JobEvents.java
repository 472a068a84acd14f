package io.escriba.trainer.job;

import io.escriba.name.Name;
import io.escriba.trainer.training.TrainingListener;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Turns what a training reports into the events of its job. */
final class JobEvents implements TrainingListener {
    private final String job;
    private final Name model;
    private final InstantSource clock;
    private final Consumer<TrainingEvent> events;
    private LongFunction<TrainingEvent.Started> opening = step -> {
        throw new IllegalStateException("The training has begun before it was announced.");
    };

    JobEvents(TrainingJob job, InstantSource clock, Consumer<TrainingEvent> events) {
        this.job = job.id();
        this.model = job.model();
        this.clock = clock;
        this.events = events;
    }

    /**
     * To be called before the training begins.
     *
     * @param opening gives the first event, by the steps that were taken before
     */
    void announce(LongFunction<TrainingEvent.Started> opening) {
        this.opening = opening;
    }

    @Override
    public void begun(long step) {
        events.accept(opening.apply(step));
    }

    /** What the training needs to go on after so many steps is safe. */
    void kept(long step) {
        events.accept(new TrainingEvent.Checkpoint(job, model, clock.instant(), step));
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
