package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;

/** Drops some numbers in training and enlarges the others, so that their sum stays (Srivastava et al. 2014, section 10). */
@FunctionalInterface
public interface Dropout {
    /** Drops nothing. */
    Dropout NONE = (input, rate) -> input;

    /** Draws from the engine's one generator: fast on a GPU, and in no certain order where several threads draw. */
    Dropout ENGINE = (input, rate) -> rate == 0
            ? input
            : input.getNDArrayInternal().dropout(input, (float) rate, true).singletonOrThrow();

    /**
     * What is left.
     *
     * @param rate part of the numbers that is dropped, 0 to below 1
     */
    NDArray apply(NDArray input, double rate);
}
