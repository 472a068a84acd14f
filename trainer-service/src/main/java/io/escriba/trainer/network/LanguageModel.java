package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.escriba.trainer.network.CharacterNetwork.Forward;
import io.escriba.trainer.ngram.NgramTables;
import java.util.Optional;

/**
 * What predicts: a network, and where its spec wants one, an n-gram model that it is mixed with. The mixture is the geometric
 * mean of both predictions, so its logits are the mean of the network's and of the log-probabilities after the context. The
 * network learns by itself, for then it errs elsewhere than the counts do.
 */
public final class LanguageModel {
    /** How much of the mixture the n-gram model is. */
    public static final float NGRAM_WEIGHT = 0.5f;

    private final CharacterNetwork network;
    private final Optional<NgramTables> ngrams;
    private final Optional<NgramLookup> lookup;

    private LanguageModel(CharacterNetwork network, Optional<NgramTables> ngrams, Optional<NgramLookup> lookup) {
        this.network = network;
        this.ngrams = ngrams;
        this.lookup = lookup;
    }

    /**
     * A model of this network.
     *
     * @param ngrams present exactly where the network's shape says so
     * @param owner of the tables' copies in the engine
     */
    public static LanguageModel of(CharacterNetwork network, Optional<NgramTables> ngrams, NDManager owner) {
        return new LanguageModel(network, ngrams, ngrams.map(tables -> new NgramLookup(tables, owner)));
    }

    /** The same with another network of the same shape. */
    public LanguageModel with(CharacterNetwork other) {
        return new LanguageModel(other, ngrams, lookup);
    }

    /** What learns. */
    public CharacterNetwork network() {
        return network;
    }

    /** What the network is mixed with, if it is. */
    public Optional<NgramTables> ngrams() {
        return ngrams;
    }

    /** The network's {@link CharacterNetwork#zeroState}, and after it the history of the n-gram model if there is one. */
    public NDList zeroState(NDManager owner, int batch) {
        NDList state = network.zeroState(owner, batch);
        lookup.ifPresent(counted -> state.add(counted.none(owner, batch)));
        return state;
    }

    /**
     * Reads a sequence.
     *
     * @param tokens int64 {@code [time, batch]}; what is computed belongs to its manager
     * @param state before the first character
     */
    public Forward forward(NDArray tokens, NDList state) {
        if (lookup.isEmpty()) {
            return network.forward(tokens, state);
        }
        int own = state.size() - 1;
        Forward forward = network.forward(tokens, state.subNDList(0, own));
        NgramLookup.Reading counted = lookup.get().read(tokens, state.get(own));
        NDList after = new NDList(forward.state());
        after.add(counted.history());
        return new Forward(
                forward.logits()
                        .mul(1 - NGRAM_WEIGHT)
                        .add(counted.logProbabilities().mul(NGRAM_WEIGHT)),
                after);
    }
}
