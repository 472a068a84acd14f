package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.escriba.trainer.dataset.Batch;

/** How well a network expects a batch. */
final class Losses {
    private Losses() {}

    /**
     * The sum of the log-probabilities of the scored targets, in nats; the loss is its negative mean.
     *
     * @param logits float32 {@code [time, rows, vocabulary]}
     */
    static NDArray logLikelihood(NDArray logits, Batch batch, NDManager manager) {
        long positions = (long) batch.time() * batch.rows();
        NDArray logProbabilities =
                logits.reshape(positions, logits.getShape().get(2)).logSoftmax(1);
        long[] targets = new long[batch.targets().length];
        boolean padded = batch.scored() < targets.length;
        float[] scored = new float[padded ? targets.length : 0];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = Math.max(batch.targets()[i], 0);
            if (padded) {
                scored[i] = batch.targets()[i] == Batch.IGNORED ? 0 : 1;
            }
        }
        NDArray index = manager.create(targets, new Shape(positions, 1));
        NDArray chosen = logProbabilities.gather(index, 1);
        if (padded) {
            chosen = chosen.mul(manager.create(scored, new Shape(positions, 1)));
        }
        return chosen.sum();
    }

    /** The batch's inputs as int64 {@code [time, rows]}. */
    static NDArray tokens(Batch batch, NDManager manager) {
        long[] ids = new long[batch.inputs().length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = batch.inputs()[i];
        }
        return manager.create(ids, new Shape(batch.time(), batch.rows()));
    }
}
