package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;

/**
 * The parameters of a recurrent layer, as PyTorch lays them out.
 *
 * @param input {@code [gates * hidden, inputs]}
 * @param recurrent {@code [gates * hidden, hidden]}
 * @param inputBias {@code [gates * hidden]}
 * @param recurrentBias {@code [gates * hidden]}
 */
record RecurrentWeights(NDArray input, NDArray recurrent, NDArray inputBias, NDArray recurrentBias) {}
