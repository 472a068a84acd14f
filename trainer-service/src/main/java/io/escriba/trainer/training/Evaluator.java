package io.escriba.trainer.training;

import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** Measures the loss on the held-out part. */
final class Evaluator {
    private final Examples examples;
    private final Replicas replicas;

    Evaluator(Examples examples, Replicas replicas) {
        this.examples = examples;
        this.replicas = replicas;
    }

    /**
     * The mean loss of all scored targets, in nats per character, with the state carried where batches continue.
     *
     * @param stopped asked before each batch
     * @return empty when {@code stopped} says so
     */
    OptionalDouble loss(BooleanSupplier stopped) {
        double sum = 0;
        long scored = 0;
        try {
            for (Iterator<Batch> batches = examples.validation(); batches.hasNext(); ) {
                if (stopped.getAsBoolean()) {
                    return OptionalDouble.empty();
                }
                Batch batch = batches.next();
                sum += replicas.read(batch);
                scored += batch.scored();
            }
        } finally {
            replicas.forgetReading();
        }
        return OptionalDouble.of(sum / scored);
    }
}
