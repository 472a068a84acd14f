package io.escriba.trainer.training;

import io.escriba.json.Json;
import io.escriba.trainer.checkpoint.TensorFile;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.training.TrainingListener.Measurement;
import io.escriba.training.TrainingSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** One training from its beginning or its last checkpoint to its end. Not thread-safe. */
final class TrainingRun {
    private final TrainingSpec spec;
    private final Examples examples;
    private final Learner learner;
    private final Checkpoints checkpoints;
    private final TrainingListener listener;

    private final Course course;
    private final LearningRate learningRates;
    private final EvaluationPlan evaluations;
    private final Best best = new Best();

    private Progress progress;
    private Pace pace;
    private MeanLoss sinceEvaluation = MeanLoss.NONE;
    private long step;
    private long characters;
    private double learningRate;
    private double lastCheckpoint;
    private boolean evaluationIsPending;

    /**
     * A training, not yet begun.
     *
     * @param progress that of one that begins now
     */
    TrainingRun(
            TrainingSpec spec,
            Examples examples,
            Learner learner,
            Checkpoints checkpoints,
            TrainingListener listener,
            Progress progress) {
        this.spec = spec;
        this.examples = examples;
        this.learner = learner;
        this.checkpoints = checkpoints;
        this.listener = listener;
        this.course = new Course(examples, spec.seed());
        this.learningRates = new LearningRate(spec.optimization());
        this.evaluations = new EvaluationPlan(examples.validationCharacters());
        this.progress = progress;
        this.pace = new Pace(progress.seconds());
    }

    /**
     * Trains to the end.
     *
     * @param stopped asked before each step, and before each batch and each sample of an evaluation
     * @throws TrainingStoppedException when {@code stopped} says so; a checkpoint has been kept
     */
    TrainedNetwork toTheEnd(BooleanSupplier stopped) throws IOException {
        listener.begun(step);
        double done = progress.done(step, epoch());
        do {
            learningRate = learningRates.at(step, epoch(), done);
            if (!evaluationIsPending) {
                if (stopped.getAsBoolean()) {
                    throw left();
                }
                learn(course.next());
                done = progress.done(step, epoch());
                evaluationIsPending = done >= 1 || evaluationIsDue();
            }
            if (evaluationIsPending) {
                evaluate(done, stopped);
                if (best.isOutOfPatience(spec.limits().patience())) {
                    break;
                }
            } else if (pace.reportIsDue(progress.seconds())) {
                report(done, Optional.empty());
            }
            if (done < 1 && checkpoints.isDue(progress.seconds() - lastCheckpoint, course.passHasEnded())) {
                checkpoint();
            }
        } while (done < 1);
        return best.trained(learner.network(), learner.ngrams(), step, progress.seconds());
    }

    /** One step of gradient descent. */
    private void learn(Batch batch) {
        double begun = progress.seconds();
        // A seed for each step makes a step repeatable by itself.
        double loss = learner.backward(batch, spec.seed() * 31 + step);
        if (!Double.isFinite(loss)) {
            throw new DivergedException(step, loss, learningRate);
        }
        learner.step(learningRate);
        step++;
        characters += batch.scored();
        sinceEvaluation = sinceEvaluation.with(loss, batch.scored());
        pace.learned(loss, batch.scored(), progress.seconds() - begun);
    }

    /** Where a recipe counts epochs, people want to see each. */
    private boolean evaluationIsDue() {
        return (spec.limits().epochs().isPresent() && course.passHasEnded()) || evaluations.isDue(characters);
    }

    /** Measures the held-out part and lets the network write. When it is stopped meanwhile, all of it is still to be done. */
    private void evaluate(double done, BooleanSupplier stopped) throws IOException {
        OptionalDouble measured = learner.validationLoss(stopped);
        if (measured.isEmpty()) {
            throw left();
        }
        double loss = measured.getAsDouble();
        if (!Double.isFinite(loss)) {
            throw new DivergedException(step, loss, learningRate);
        }
        List<Sample> samples = samples(stopped);
        boolean improved = best.offer(loss, sinceEvaluation.value(), learner.network());
        learningRates.evaluated(improved);
        evaluations.evaluated(characters);
        evaluationIsPending = false;
        report(done, Optional.of(loss));
        sinceEvaluation = MeanLoss.NONE;
        samples.forEach(sample -> listener.sampled(step, sample.temperature(), sample.text()));
    }

    private record Sample(double temperature, String text) {}

    private List<Sample> samples(BooleanSupplier stopped) throws IOException {
        SplittableRandom random = new SplittableRandom(spec.seed() * 31 + step);
        List<Sample> samples = new ArrayList<>();
        for (double temperature : spec.samples().sampleTemperatures()) {
            if (stopped.getAsBoolean()) {
                throw left();
            }
            samples.add(new Sample(temperature, learner.write(temperature, random)));
        }
        return samples;
    }

    private TrainingStoppedException left() throws IOException {
        checkpoint();
        return new TrainingStoppedException(step);
    }

    private void report(double done, Optional<Double> validationLoss) {
        listener.measured(new Measurement(
                step,
                epoch(),
                Math.min(1, done),
                pace.isEmpty() ? sinceEvaluation.value() : pace.meanLoss(),
                validationLoss,
                pace.charactersPerSecond(),
                learningRate));
        pace.reported(progress.seconds());
    }

    private double epoch() {
        return (double) characters / examples.trainingCharacters();
    }

    private void checkpoint() throws IOException {
        TrainingState state = new TrainingState(
                spec,
                step,
                characters,
                progress.seconds(),
                course.place(),
                evaluations.next(),
                sinceEvaluation,
                learningRates.plateau(),
                evaluationIsPending,
                best.score());
        checkpoints.keep(step, file -> learner.save(file, Map.of(TrainingState.NAME, Json.text(state)), best));
        // As for whoever resumes it there: a store that is away takes nothing of a time budget.
        progress = progress.resumed(state.seconds());
        lastCheckpoint = state.seconds();
    }

    /** Goes to where the last checkpoint was taken, if there is one of this spec. */
    void resume() throws IOException {
        Optional<TensorFile> last = checkpoints.last();
        if (last.isEmpty()) {
            return;
        }
        try (TensorFile file = last.get()) {
            Optional<TrainingState> state = file.metadata(TrainingState.NAME)
                    .map(json -> Json.read(json, TrainingState.class))
                    .filter(found -> found.spec().equals(spec));
            if (state.isPresent()) {
                resume(state.get(), file);
            }
        }
    }

    private void resume(TrainingState state, TensorFile file) throws IOException {
        learner.resume(file, state.step());
        step = state.step();
        characters = state.characters();
        course.goTo(state.place());
        evaluations.resume(state.nextEvaluation());
        sinceEvaluation = state.sinceEvaluation();
        learningRates.resume(state.plateau());
        evaluationIsPending = state.evaluationIsPending();
        if (state.best().isPresent()) {
            best.resume(state.best().get(), CheckpointTensors.best(file));
        }
        progress = progress.resumed(state.seconds());
        pace = new Pace(state.seconds());
        lastCheckpoint = state.seconds();
    }
}
