package io.escriba.bench.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.escriba.trainer.dataset.Examples;
import io.escriba.training.OptimizationSpec;
import io.escriba.training.Target;
import io.escriba.training.TrainingSpec;
import java.time.Duration;
import java.util.List;

/**
 * What training costs at least on this engine: forward, loss, backward, update by DJL's own optimizer, on random characters
 * that are there before. No clipping, no state carried, nothing measured but the loss.
 */
final class BareLoop {
    /** So many different batches are enough that none is still in a cache of the processor. */
    private static final int BATCHES = 64;

    private final TrainingSpec spec;
    private final Examples examples;

    /**
     * A loop on a network of this spec.
     *
     * @param examples give the shapes of the batches
     */
    BareLoop(TrainingSpec spec, Examples examples) {
        this.spec = spec;
        this.examples = examples;
    }

    /** Predicted characters that were learned from, a second, in as many steps as are begun in this time. */
    double charactersPerSecond(Duration time, NDManager engine) {
        boolean lastOnly = spec.examples().target() == Target.LAST;
        try (NDManager manager = engine.newSubManager()) {
            List<BareBatch> batches = BareBatch.like(examples, lastOnly, BATCHES, manager);
            BareNetwork network =
                    new BareNetwork(spec.network(), examples.vocabulary().size(), lastOnly, manager);
            Optimizer optimizer = optimizer(spec.optimization());
            long predicted = 0;
            long begin = System.nanoTime();
            for (int step = 0; System.nanoTime() - begin < time.toNanos(); step++) {
                BareBatch batch = batches.get(step % batches.size());
                learn(network, batch, optimizer, manager);
                predicted += batch.predicted();
            }
            return predicted / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static void learn(BareNetwork network, BareBatch batch, Optimizer optimizer, NDManager manager) {
        try (NDManager scratch = manager.newSubManager()) {
            // What is computed from them belongs to their manager.
            NDArray tokens = batch.tokens().duplicate();
            tokens.attach(scratch);
            try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                NDArray loss = network.loss(tokens, batch.targets());
                gradients.backward(loss);
                // Waits for a device that computes by itself.
                loss.getFloat();
            }
            int index = 0;
            for (NDArray parameter : network.parameters()) {
                NDArray gradient = parameter.getGradient();
                gradient.attach(scratch);
                parameter.setRequiresGradient(false);
                optimizer.update(Integer.toString(index++), parameter, gradient);
                parameter.setRequiresGradient(true);
                gradient.muli(0);
            }
        }
    }

    private static Optimizer optimizer(OptimizationSpec spec) {
        Tracker rate = Tracker.fixed((float) spec.learningRate());
        float decay = (float) spec.weightDecay();
        return switch (spec.optimizer()) {
            case ADAM ->
                Optimizer.adam()
                        .optLearningRateTracker(rate)
                        .optWeightDecays(decay)
                        .build();
            case ADAMW ->
                Optimizer.adamW()
                        .optLearningRateTracker(rate)
                        .optWeightDecays(decay)
                        .build();
            case RMSPROP ->
                Optimizer.rmsprop()
                        .optLearningRateTracker(rate)
                        .optWeightDecays(decay)
                        .build();
            case SGD ->
                Optimizer.sgd()
                        .setLearningRateTracker(rate)
                        .optWeightDecays(decay)
                        .build();
        };
    }
}
