package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.network.CharacterNetwork;
import java.util.Iterator;

/** Measures the loss on the held-out part. */
final class Evaluator {
    private final Examples examples;

    Evaluator(Examples examples) {
        this.examples = examples;
    }

    /** The mean loss of all scored targets, in nats per character, with the state carried where batches continue. */
    double loss(CharacterNetwork network, NDManager parent) {
        double sum = 0;
        long scored = 0;
        try (NDManager owner = parent.newSubManager()) {
            NDList state = new NDList();
            for (Iterator<Batch> batches = examples.validation(); batches.hasNext(); ) {
                Batch batch = batches.next();
                try (NDManager step = owner.newSubManager()) {
                    if (!batch.continued()) {
                        state.close();
                        state = network.zeroState(owner, batch.rows());
                    }
                    CharacterNetwork.Forward forward = network.forward(Losses.tokens(batch, step), state, false);
                    if (batch.scored() > 0) {
                        NDArray loss = Losses.crossEntropy(forward.logits(), batch, step);
                        sum += (double) loss.getFloat() * batch.scored();
                        scored += batch.scored();
                    }
                    state.close();
                    state = forward.state();
                    state.attach(owner);
                }
            }
        }
        return sum / scored;
    }
}
