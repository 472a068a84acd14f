package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.Dropout;
import io.escriba.trainer.network.LanguageModel;
import io.escriba.trainer.network.SeededDropout;
import io.escriba.training.Precision;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A network with the state of the rows that it learns from, and of those that it only reads. Not thread-safe; belongs to its
 * manager, except the network.
 */
final class Replica {
    private final LanguageModel model;
    private final CharacterNetwork network;
    private final NDManager manager;
    private final Precision precision;
    private final Optional<SeededDropout> ownDropout;
    private NDList learned = new NDList();
    private NDList read = new NDList();

    /**
     * Without a state.
     *
     * @param precision of what is learned from
     * @param dropsByItself whether it draws for dropout itself; otherwise the engine does
     */
    Replica(LanguageModel model, NDManager manager, Precision precision, boolean dropsByItself) {
        this.model = model;
        this.precision = precision;
        this.network = model.network();
        this.manager = manager;
        this.ownDropout = dropsByItself ? Optional.of(new SeededDropout()) : Optional.empty();
    }

    CharacterNetwork network() {
        return network;
    }

    /**
     * Adds the gradients of its part of a batch to those of its network.
     *
     * @param scored targets of the whole batch, over which the loss is a mean
     * @param seed decides what is dropped, unless the engine decides it
     * @return its share of that mean
     */
    double backward(Batch part, int scored, long seed) {
        try (NDManager scratch = manager.newSubManager()) {
            learned = before(part, learned, network::zeroState);
            CharacterNetwork.Learning learning =
                    network.learn(Losses.tokens(part, scratch), learned, dropout(seed), precision);
            NDArray sum = Losses.logLikelihood(learning.logits(), part, scratch);
            float share = -1f / scored;
            learning.addGradients(sum, share);
            learned = after(learning.state(), learned);
            return sum.getFloat() * share;
        }
    }

    private Dropout dropout(long seed) {
        ownDropout.ifPresent(own -> own.restart(seed));
        return ownDropout.isPresent() ? ownDropout.get() : Dropout.ENGINE;
    }

    /** The sum of the losses of its part of a batch that nothing is learned from. */
    double read(Batch part) {
        try (NDManager scratch = manager.newSubManager()) {
            read = before(part, read, model::zeroState);
            CharacterNetwork.Forward forward = model.forward(Losses.tokens(part, scratch), read);
            double loss = part.scored() == 0
                    ? 0
                    : -Losses.logLikelihood(forward.logits(), part, scratch).getFloat();
            read = after(forward.state(), read);
            return loss;
        }
    }

    /** To be called when a reading has ended. */
    void forgetReading() {
        read.close();
        read = new NDList();
    }

    private NDList before(Batch part, NDList state, BiFunction<NDManager, Integer, NDList> zeroState) {
        if (part.continued()) {
            return state;
        }
        state.close();
        return zeroState.apply(manager, part.rows());
    }

    /** The state goes on to the next batch, the gradient does not. */
    private NDList after(NDList computed, NDList before) {
        before.close();
        NDList state = new NDList();
        for (NDArray part : computed) {
            NDArray detached = part.stopGradient();
            detached.attach(manager);
            state.add(detached);
        }
        return state;
    }

    /** What the rows that it learns from have been left with; empty where nothing is carried. */
    NDList state() {
        return learned;
    }

    /** Takes over such a state. */
    void resume(NDList carried) {
        learned.close();
        carried.attach(manager);
        learned = carried;
    }
}
