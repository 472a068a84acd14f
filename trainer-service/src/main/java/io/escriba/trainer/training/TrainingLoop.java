package io.escriba.trainer.training;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.escriba.trainer.dataset.Examples;
import io.escriba.training.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Trains a network on examples until its spec says that it is enough. Not thread-safe. */
public final class TrainingLoop {
    private final TrainingSpec spec;
    private final Examples examples;
    private final TrainingListener listener;
    private final InstantSource clock;
    private final int processors;

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
    }

    /**
     * Trains to the end, from random weights and without checkpoints.
     *
     * @param engine decides the device; everything of the training belongs to a sub-manager of it
     * @param stopped asked before each step, and before each batch of an evaluation
     * @throws TrainingStoppedException when {@code stopped} says so
     * @throws DivergedException when the loss is no finite number
     */
    public TrainedNetwork run(NDManager engine, BooleanSupplier stopped) {
        try {
            return run(engine, InitialWeights.RANDOM, Checkpoints.NONE, stopped);
        } catch (IOException e) {
            throw new UncheckedIOException("Without checkpoints, nothing is read or written.", e);
        }
    }

    /**
     * Trains to the end, from the last checkpoint if there is one of this spec. On a CPU the weights are then those of a
     * training that nobody interrupted, as long as the number of processors is the same.
     *
     * @param engine decides the device; everything of the training belongs to a sub-manager of it
     * @param initial weights to begin with, where there is no checkpoint
     * @param stopped asked before each step, and before each batch of an evaluation
     * @throws TrainingStoppedException when {@code stopped} says so; a checkpoint has been kept
     * @throws DivergedException when the loss is no finite number
     * @throws IOException when a checkpoint cannot be read or kept
     */
    public TrainedNetwork run(
            NDManager engine, InitialWeights initial, Checkpoints checkpoints, BooleanSupplier stopped)
            throws IOException {
        // Only the replicas record what they compute, and only while they do. PyTorch records on any thread that has
        // not been told otherwise, and weights that were copied on such a one could not be learned any more.
        JniUtils.setGradMode(false);
        // What is counted before the first step is part of a time budget.
        Progress progress = new Progress(spec.limits(), clock);
        try (Learner learner = Learner.create(engine, spec, examples, initial, processors)) {
            TrainingRun run = new TrainingRun(spec, examples, learner, checkpoints, listener, progress);
            run.resume();
            return run.toTheEnd(stopped);
        }
    }
}
