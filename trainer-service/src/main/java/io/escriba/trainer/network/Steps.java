package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
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
        return in(owner, sequence.split(sequence.size(0) / rows.size(0), 0));
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
        return gradient.expandDims(1).mul(slopes).reshape(gradient.size(0), -1);
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
