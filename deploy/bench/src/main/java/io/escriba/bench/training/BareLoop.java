package io.escriba.bench.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.escriba.trainer.dataset.Examples;
import io.escriba.training.Target;
import io.escriba.training.TrainingSpec;
import java.time.Duration;
import java.util.List;

/**
 * What training costs at least on this engine: forward, loss, backward and update, on random characters
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
            BareUpdate update = BareUpdate.of(spec.optimization());
            long predicted = 0;
            long begin = System.nanoTime();
            for (int step = 0; System.nanoTime() - begin < time.toNanos(); step++) {
                BareBatch batch = batches.get(step % batches.size());
                learn(network, batch, update, manager);
                predicted += batch.predicted();
            }
            return predicted / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static void learn(BareNetwork network, BareBatch batch, BareUpdate update, NDManager manager) {
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
                update.apply(Integer.toString(index++), parameter, gradient);
                parameter.setRequiresGradient(true);
                gradient.muli(0);
            }
        }
    }
}
