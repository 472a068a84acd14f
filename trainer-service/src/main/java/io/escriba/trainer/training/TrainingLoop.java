package io.escriba.trainer.training;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.LanguageModel;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.ngram.KneserNey;
import io.escriba.trainer.ngram.NgramCounts;
import io.escriba.trainer.ngram.NgramTables;
import io.escriba.training.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Trains a network on examples until its spec says that it is enough. Not thread-safe. */
public final class TrainingLoop {
    /** More would hardly change the predictions after contexts as short as there is room for; 32 MiB while they are counted. */
    private static final int COUNTED_CHARACTERS = 1 << 22;

    /** In the table of predictions: 8 MiB of the model's file, and several times as much while it is trained. */
    private static final int NGRAM_NUMBERS = 1 << 23;

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
     * @param stopped asked before each step
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

    /** What the network is mixed with, counted in the part that it learns from. */
    private Optional<NgramTables> ngrams() {
        if (spec.network().ngramContext() == 0) {
            return Optional.empty();
        }
        NgramCounts counts =
                new NgramCounts(examples.vocabulary().size(), spec.network().ngramContext());
        examples.passages(COUNTED_CHARACTERS).forEachRemaining(counts::add);
        return Optional.of(KneserNey.tables(counts, NGRAM_NUMBERS));
    }

    /**
     * Trains to the end, from the last checkpoint if there is one of this spec. On a CPU the weights are then those of a
     * training that nobody interrupted, as long as the number of processors is the same.
     *
     * @param engine decides the device; everything of the training belongs to a sub-manager of it
     * @param initial weights to begin with, where there is no checkpoint
     * @param stopped asked before each step
     * @throws TrainingStoppedException when {@code stopped} says so; a checkpoint has been kept
     * @throws DivergedException when the loss is no finite number
     * @throws IOException when a checkpoint cannot be read or kept
     */
    public TrainedNetwork run(
            NDManager engine, InitialWeights initial, Checkpoints checkpoints, BooleanSupplier stopped)
            throws IOException {
        // Only the replicas record what they compute, on threads of their own. PyTorch records on any thread that has
        // not been
        // told otherwise, and weights that were copied on such a one could not be learned any more.
        JniUtils.setGradMode(false);
        NetworkShape shape =
                new NetworkShape(spec.network(), examples.vocabulary().size());
        try (NDManager manager = engine.newSubManager();
                CharacterNetwork network =
                        CharacterNetwork.create(shape, manager, new SplittableRandom(spec.seed()).split())) {
            initial.putInto(network);
            LanguageModel model = LanguageModel.of(network, ngrams(), manager);
            try (GradientDescent optimizer = new GradientDescent(network.parameters(), spec.optimization(), manager);
                    Replicas replicas = new Replicas(
                            model,
                            Replicas.count(spec.examples().batchSize(), processors, manager),
                            spec.precision(),
                            manager)) {
                TrainingRun run = new TrainingRun(
                        spec, examples, listener, clock, checkpoints, model, optimizer, replicas, manager);
                run.resume();
                return run.toTheEnd(stopped);
            }
        }
    }
}
