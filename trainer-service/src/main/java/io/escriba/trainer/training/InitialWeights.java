package io.escriba.trainer.training;

import io.escriba.trainer.network.CharacterNetwork;

/** What a network knows before it is trained. */
@FunctionalInterface
public interface InitialWeights {
    /** Nothing: the weights are random, by the spec's seed. */
    InitialWeights RANDOM = network -> {};

    /** Replaces those of a network's random weights that are known. */
    void putInto(CharacterNetwork network);
}
