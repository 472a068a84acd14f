package io.escriba.trainer.training;

import ai.djl.ndarray.NDManager;
import io.escriba.trainer.checkpoint.TensorFile;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.LanguageModel;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.ngram.KneserNey;
import io.escriba.trainer.ngram.NgramCounts;
import io.escriba.trainer.ngram.NgramTables;
import io.escriba.training.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A network that learns, with all that the engine keeps for it: its copies, what the optimizer remembers, and the state that
 * is carried from batch to batch. It knows how a step is taken, and not when, nor how many there are. Not thread-safe; owns its
 * memory until it is closed.
 */
final class Learner implements AutoCloseable {
    /** More would hardly change the predictions after contexts as short as there is room for; 32 MiB while they are counted. */
    private static final int COUNTED_CHARACTERS = 1 << 22;

    /** In the table of predictions: 8 MiB of the model's file, and several times as much while it is trained. */
    private static final int NGRAM_NUMBERS = 1 << 23;

    private final NDManager manager;
    private final CharacterNetwork network;
    private final LanguageModel model;
    private final GradientDescent optimizer;
    private final Replicas replicas;

    private final CheckpointTensors tensors;
    private final Evaluator evaluator;
    private final SampleWriter samples;

    private Learner(NDManager manager, TrainingSpec spec, Examples examples, InitialWeights initial, int processors) {
        NetworkShape shape =
                new NetworkShape(spec.network(), examples.vocabulary().size());
        this.manager = manager;
        this.network = CharacterNetwork.create(shape, manager, new SplittableRandom(spec.seed()).split());
        initial.putInto(network);
        this.model = LanguageModel.of(network, ngrams(spec, examples), manager);
        this.optimizer = new GradientDescent(network.parameters(), spec.optimization(), manager);
        this.replicas = new Replicas(
                model,
                Replicas.count(spec.network().architecture(), spec.examples().batchSize(), processors, manager),
                spec.precision(),
                manager);
        this.tensors = new CheckpointTensors(network, optimizer, replicas, manager);
        this.evaluator = new Evaluator(examples, replicas);
        this.samples = new SampleWriter(examples.vocabulary(), spec.samples().sampleLength());
    }

    /** Counted in the part that the network learns from. */
    private static Optional<NgramTables> ngrams(TrainingSpec spec, Examples examples) {
        if (spec.network().ngramContext() == 0) {
            return Optional.empty();
        }
        NgramCounts counts =
                new NgramCounts(examples.vocabulary().size(), spec.network().ngramContext());
        examples.passages(COUNTED_CHARACTERS).forEachRemaining(counts::add);
        return Optional.of(KneserNey.tables(counts, NGRAM_NUMBERS));
    }

    /**
     * A network that has learned nothing yet.
     *
     * @param engine decides the device; everything belongs to a sub-manager of it
     */
    static Learner create(
            NDManager engine, TrainingSpec spec, Examples examples, InitialWeights initial, int processors) {
        NDManager manager = engine.newSubManager();
        try {
            return new Learner(manager, spec, examples, initial, processors);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** With the weights of now. */
    CharacterNetwork network() {
        return network;
    }

    /** What the network is mixed with, if it is. */
    Optional<NgramTables> ngrams() {
        return model.ngrams();
    }

    /**
     * Finds out how a batch wants the weights to change, and keeps it for {@link #step}.
     *
     * @param seed decides what is dropped
     * @return the mean loss of its scored targets
     */
    double backward(Batch batch, long seed) {
        return replicas.backward(batch, seed);
    }

    /** Changes the weights so. */
    void step(double learningRate) {
        optimizer.step(learningRate);
        replicas.copyWeights();
    }

    /**
     * The mean loss of the held-out part, in nats per character.
     *
     * @param stopped asked before each batch
     * @return empty when {@code stopped} says so
     */
    OptionalDouble validationLoss(BooleanSupplier stopped) {
        return evaluator.loss(stopped);
    }

    /** What the model writes by itself. */
    String write(double temperature, RandomGenerator random) {
        return samples.write(model, temperature, random, manager);
    }

    /** Writes all that it needs to go on, and the best weights so far, to a file. */
    void save(Path file, Map<String, String> metadata, Best best) throws IOException {
        try (NDManager owner = manager.newSubManager()) {
            TensorFile.write(file, metadata, tensors.all(best, owner));
        }
    }

    /**
     * Goes on as it was when this was saved.
     *
     * @param steps that had been taken
     */
    void resume(TensorFile file, long steps) throws IOException {
        tensors.restore(file);
        optimizer.resume(steps);
    }

    @Override
    public void close() {
        replicas.close();
        optimizer.close();
        network.close();
        manager.close();
    }
}
