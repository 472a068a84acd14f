package io.escriba.bench.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random characters, already where the engine computes.
 *
 * @param tokens int64 {@code [time, rows]}
 * @param targets int64 {@code [time x rows, 1]}, or {@code [rows, 1]} where only the last character is predicted
 * @param predicted how many of its targets Escriba would learn from
 */
record BareBatch(NDArray tokens, NDArray targets, int predicted) {
    /**
     * Batches of the shapes in which examples come.
     *
     * @param lastOnly whether only the last character of each row is predicted
     * @param most how many, to be used again and again
     */
    static List<BareBatch> like(Examples examples, boolean lastOnly, int most, NDManager manager) {
        SplittableRandom random = new SplittableRandom(1);
        int vocabulary = examples.vocabulary().size();
        List<BareBatch> batches = new ArrayList<>();
        for (Iterator<Batch> epoch = examples.epoch(random); epoch.hasNext() && batches.size() < most; ) {
            Batch batch = epoch.next();
            int positions = batch.time() * batch.rows();
            int targets = lastOnly ? batch.rows() : positions;
            batches.add(new BareBatch(
                    manager.create(
                            random.longs(positions, 0, vocabulary).toArray(), new Shape(batch.time(), batch.rows())),
                    manager.create(random.longs(targets, 0, vocabulary).toArray(), new Shape(targets, 1)),
                    batch.scored()));
        }
        return batches;
    }
}
