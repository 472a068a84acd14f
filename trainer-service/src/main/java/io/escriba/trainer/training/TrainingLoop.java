package io.escriba.trainer.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.escriba.model.Metrics;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.training.TrainingListener.Measurement;
import io.escriba.training.TrainingSpec;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Trains a network on examples until its spec says that it is enough. One use each; not thread-safe. */
public final class TrainingLoop {
    private final TrainingSpec spec;
    private final Examples examples;
    private final TrainingListener listener;
    private final InstantSource clock;
    private final int processors;
    private final SplittableRandom random;

    /**
     * A training, not yet begun.
     *
     * @param clock for time budgets and speeds
     */
    public TrainingLoop(TrainingSpec spec, Examples examples, TrainingListener listener, InstantSource clock) {
        this(spec, examples, listener, clock, Runtime.getRuntime().availableProcessors());
    }

    TrainingLoop(TrainingSpec spec, Examples examples, TrainingListener listener, InstantSource clock, int processors) {
        this.processors = processors;
        this.spec = spec;
        this.examples = examples;
        this.listener = listener;
        this.clock = clock;
        this.random = new SplittableRandom(spec.seed());
    }

    /**
     * Trains to the end.
     *
     * @param engine decides the device; everything of the training belongs to a sub-manager of it
     * @param stopped asked after each step
     * @throws TrainingStoppedException when {@code stopped} says so
     * @throws DivergedException when the loss is no finite number
     */
    public TrainedNetwork run(NDManager engine, BooleanSupplier stopped) {
        NetworkShape shape =
                new NetworkShape(spec.network(), examples.vocabulary().size());
        try (NDManager manager = engine.newSubManager();
                CharacterNetwork network = CharacterNetwork.create(shape, manager, random.split());
                GradientDescent optimizer = new GradientDescent(network.parameters(), spec.optimization(), manager);
                Replicas replicas = new Replicas(network, replicaCount(engine), manager)) {
            return new Run(network, optimizer, replicas, manager).toTheEnd(stopped);
        }
    }

    /** The engine draws for dropout from one generator, so several threads would draw in any order. */
    private int replicaCount(NDManager engine) {
        boolean drops = spec.network().dropout() > 0
                || spec.network().head().stream().anyMatch(layer -> layer.dropoutRate() > 0);
        return drops || engine.getDevice().isGpu()
                ? 1
                : Replicas.count(spec.examples().batchSize(), processors);
    }

    /** The state of a training that goes on. */
    private final class Run {
        private final CharacterNetwork network;
        private final GradientDescent optimizer;
        private final Replicas replicas;
        private final NDManager manager;
        private final Progress progress = new Progress(spec.limits(), clock);
        private final Evaluator evaluator = new Evaluator(examples);
        private final SampleWriter samples =
                new SampleWriter(examples.vocabulary(), spec.samples().sampleLength());
        private final SplittableRandom order = random.split();
        private final SplittableRandom sampling = random.split();
        private final Pace pace = new Pace();
        private final Best best = new Best();
        private Iterator<Batch> batches = Collections.emptyIterator();
        private long step;
        private long characters;
        private final LearningRate learningRates = new LearningRate(spec.optimization());
        private double learningRate;

        Run(CharacterNetwork network, GradientDescent optimizer, Replicas replicas, NDManager manager) {
            this.network = network;
            this.optimizer = optimizer;
            this.replicas = replicas;
            this.manager = manager;
        }

        TrainedNetwork toTheEnd(BooleanSupplier stopped) {
            double done = 0;
            while (done < 1) {
                if (stopped.getAsBoolean()) {
                    throw new TrainingStoppedException(step);
                }
                Batch batch = nextBatch();
                learningRate = learningRates.at(step, epoch(), done);
                double begun = progress.seconds();
                double loss = learn(batch);
                pace.learned(loss, batch.scored(), progress.seconds() - begun);
                done = progress.done(step, epoch());
                if (done >= 1 || evaluationIsDue()) {
                    evaluate(done);
                    if (best.isOutOfPatience(spec.limits().patience())) {
                        break;
                    }
                } else if (pace.reportIsDue(progress.seconds())) {
                    report(done, Optional.empty());
                }
            }
            return best.trained(network, new Totals(step, progress.seconds()));
        }

        /** Where a recipe counts epochs, people want to see each; otherwise as often as it costs little. */
        private boolean evaluationIsDue() {
            boolean epochHasEnded = spec.limits().epochs().isPresent() && !batches.hasNext();
            return epochHasEnded || pace.evaluationIsDue(progress.seconds());
        }

        private Batch nextBatch() {
            if (!batches.hasNext()) {
                batches = examples.epoch(order);
            }
            return batches.next();
        }

        /** One step of gradient descent; returns the batch's loss before it. */
        private double learn(Batch batch) {
            // Dropout draws from the engine's own generator. A seed for each step makes a step repeatable by itself.
            Engine.getInstance().setRandomSeed((int) (spec.seed() * 31 + step));
            double loss = replicas.backward(batch);
            if (!Double.isFinite(loss)) {
                throw new DivergedException(step, loss, learningRate);
            }
            optimizer.step(learningRate);
            replicas.copyWeights();
            step++;
            characters += batch.scored();
            return loss;
        }

        private void evaluate(double done) {
            double begun = progress.seconds();
            double loss = evaluator.loss(network, manager);
            if (!Double.isFinite(loss)) {
                throw new DivergedException(step, loss, learningRate);
            }
            boolean improved = best.offer(loss, pace.meanLoss(), network);
            learningRates.evaluated(improved);
            report(done, Optional.of(loss));
            for (double temperature : spec.samples().sampleTemperatures()) {
                listener.sampled(step, temperature, samples.write(network, temperature, sampling, manager));
            }
            pace.evaluated(begun, progress.seconds());
        }

        private void report(double done, Optional<Double> validationLoss) {
            listener.measured(new Measurement(
                    step,
                    epoch(),
                    Math.min(1, done),
                    pace.meanLoss(),
                    validationLoss,
                    pace.charactersPerSecond(),
                    learningRate));
            pace.reported(progress.seconds());
        }

        private double epoch() {
            return (double) characters / examples.trainingCharacters();
        }
    }

    private record Totals(long steps, double seconds) {}

    /** The weights with the lowest validation loss so far. */
    private static final class Best {
        private double validationLoss = Double.POSITIVE_INFINITY;
        private double trainingLoss;
        private Optional<Weights> weights = Optional.empty();
        private long evaluationsSince;

        /** Whether these weights are better than all before. */
        boolean offer(double validation, double training, CharacterNetwork network) {
            boolean improved = validation < validationLoss;
            if (improved) {
                validationLoss = validation;
                trainingLoss = training;
                weights = Optional.of(network.weights());
            }
            evaluationsSince = improved ? 0 : evaluationsSince + 1;
            return improved;
        }

        boolean isOutOfPatience(Optional<Long> patience) {
            return patience.filter(limit -> evaluationsSince >= limit).isPresent();
        }

        TrainedNetwork trained(CharacterNetwork network, Totals totals) {
            return new TrainedNetwork(
                    network.shape(),
                    weights.orElseThrow(),
                    new Metrics(
                            trainingLoss,
                            validationLoss,
                            totals.steps(),
                            totals.seconds(),
                            network.shape().parameterCount()));
        }
    }
}
