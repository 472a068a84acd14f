package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * What the cells of one layer did with a sequence, and how the loss wants their gates to change. The gradients are written out
 * as equations instead of left to the engine: so the weights' gradients are one product over all of a sequence, which the engine
 * makes as many small ones of as the sequence has characters, and all large products can be rounded, which those inside its own
 * LSTM can not.
 *
 * <p>In all arrays the rows of one character follow each other, and the characters one another: {@code [time * rows, ...]}.
 */
sealed interface RecurrentPass permits GruPass, LstmPass, RnnPass {
    /** What the layer gave before the first character, {@code [rows, hidden]}. */
    NDArray before();

    /** What the layer gives, {@code [time * rows, hidden]}. */
    NDArray outputs();

    /** The state after the last character, each part {@code [rows, hidden]}; the first is the last of the outputs. */
    NDList state();

    /** What the layer gave one character before each, {@code [time * rows, hidden]}. */
    default NDArray previous() {
        long earlier = outputs().size(0) - before().size(0);
        return earlier == 0
                ? before()
                : Steps.in(
                        outputs().getManager(),
                        NDArrays.concat(new NDList(
                                before(),
                                outputs().split(new long[] {earlier}, 0).get(0))));
    }

    /**
     * The gradients of what goes into the gates, before their nonlinearities.
     *
     * @param outputs gradients of {@link #outputs}, through whatever reads these, but not through this layer's own next cells
     */
    Gates gradients(NDArray outputs);

    /**
     * Gradients of the products that a cell adds up, {@code [time * rows, gates * hidden]}.
     *
     * @param input of the product with the layer's input
     * @param recurrent of the product with the output before, which is the same array unless something stands between the two
     */
    record Gates(NDArray input, NDArray recurrent) {}
}
