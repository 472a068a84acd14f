package io.escriba.trainer.training;

import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import java.util.Iterator;

/** Measures the loss on the held-out part. */
final class Evaluator {
    private final Examples examples;
    private final Replicas replicas;

    Evaluator(Examples examples, Replicas replicas) {
        this.examples = examples;
        this.replicas = replicas;
    }

    /** The mean loss of all scored targets, in nats per character, with the state carried where batches continue. */
    double loss() {
        double sum = 0;
        long scored = 0;
        for (Iterator<Batch> batches = examples.validation(); batches.hasNext(); ) {
            Batch batch = batches.next();
            sum += replicas.read(batch);
            scored += batch.scored();
        }
        replicas.forgetReading();
        return sum / scored;
    }
}
