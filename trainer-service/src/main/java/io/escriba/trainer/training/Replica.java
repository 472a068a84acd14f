package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.network.CharacterNetwork;

/**
 * A network with the state of the rows that it reads. Not thread-safe; belongs to its manager, except the network.
 */
final class Replica {
    private final CharacterNetwork network;
    private final NDManager manager;
    private NDList state = new NDList();

    Replica(CharacterNetwork network, NDManager manager) {
        this.network = network;
        this.manager = manager;
    }

    CharacterNetwork network() {
        return network;
    }

    /**
     * Adds the gradients of its part of a batch to those of its network.
     *
     * @param scored targets of the whole batch, over which the loss is a mean
     * @return its share of that mean
     */
    double backward(Batch part, int scored, GradientCollector gradients) {
        try (NDManager scratch = manager.newSubManager()) {
            if (!part.continued()) {
                state.close();
                state = network.zeroState(manager, part.rows());
            }
            CharacterNetwork.Forward forward = network.forward(Losses.tokens(part, scratch), state, true);
            NDArray loss = Losses.crossEntropy(forward.logits(), part, scored, scratch);
            gradients.backward(loss);
            carry(forward.state());
            return loss.getFloat();
        }
    }

    /** What its rows have been left with; empty where nothing is carried. */
    NDList state() {
        return state;
    }

    /** Takes over a state, which is attached to this replica's manager. */
    void resume(NDList carried) {
        state.close();
        carried.attach(manager);
        state = carried;
    }

    /** The state goes on to the next batch, the gradient does not. */
    private void carry(NDList next) {
        state.close();
        state = new NDList();
        for (NDArray part : next) {
            NDArray detached = part.stopGradient();
            detached.attach(manager);
            state.add(detached);
        }
    }
}
