package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** Arithmetic on the arrays of a {@link RecurrentPass}. */
final class Steps {
    private Steps() {}

    /**
     * The parts of {@code [time * rows, ...]} that belong to each character, without copying.
     *
     * @param rows an array with as many rows as each part
     */
    static NDList of(NDArray sequence, NDArray rows, NDManager owner) {
        long count = rows.getShape().get(0);
        return in(owner, sequence.split(sequence.getShape().get(0) / count, 0));
    }

    /**
     * What a layer gave one character before each.
     *
     * @param before the first character, {@code [rows, hidden]}
     * @param outputs {@code [time * rows, hidden]}; the result belongs to their manager
     */
    static NDArray previous(NDArray before, NDArray outputs) {
        long rows = before.getShape().get(0);
        long[] last = {outputs.getShape().get(0) - rows};
        return last[0] == 0
                ? before
                : in(
                        outputs.getManager(),
                        NDArrays.concat(
                                new NDList(before, outputs.split(last, 0).get(0))));
    }

    /** {@code 1 - x}, of x's manager. */
    static NDArray oneMinus(NDArray x) {
        return x.neg().addi(1);
    }

    /**
     * The same gradient for several gates, times the slope of each.
     *
     * @param gradient {@code [rows, hidden]}
     * @param slopes {@code [rows, gates, hidden]}
     * @return {@code [rows, gates * hidden]}
     */
    static NDArray eachGate(NDArray gradient, NDArray slopes) {
        return gradient.expandDims(1).mul(slopes).reshape(gradient.getShape().get(0), -1);
    }

    /** Changes whom an array belongs to. */
    static NDArray in(NDManager owner, NDArray array) {
        array.attach(owner);
        return array;
    }

    /** Changes whom arrays belong to. */
    static NDList in(NDManager owner, NDList arrays) {
        arrays.attach(owner);
        return arrays;
    }
}
