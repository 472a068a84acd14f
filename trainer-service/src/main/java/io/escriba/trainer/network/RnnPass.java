package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.escriba.training.Nonlinearity;

/**
 * Elman's cells, {@code h = f(W x + b + U h')}, where f is tanh or the rectifier.
 *
 * @param recurrentWeight U
 */
record RnnPass(NDArray recurrentWeight, NDArray before, NDArray outputs, NDList state, Nonlinearity nonlinearity)
        implements RecurrentPass {
    /**
     * Reads a sequence.
     *
     * @param projected {@code W x + b} of all characters
     * @param before the output before the first character, {@code [rows, hidden]}
     * @param recurrentWeight U; what is kept belongs to its manager
     */
    static RnnPass read(NDArray projected, NDArray before, NDArray recurrentWeight, Nonlinearity nonlinearity) {
        NDManager owner = recurrentWeight.getManager();
        try (NDManager scratch = owner.newSubManager()) {
            NDArray transposed = Steps.in(scratch, recurrentWeight.transpose());
            NDArray h = Steps.in(scratch, before.duplicate());
            NDList outputs = new NDList();
            for (NDArray input : Steps.of(projected, before, scratch)) {
                NDArray sum = h.matMul(transposed).addi(input);
                h = nonlinearity == Nonlinearity.RELU ? sum.getNDArrayInternal().relu() : sum.tanh();
                outputs.add(h);
            }
            return new RnnPass(
                    recurrentWeight,
                    before,
                    Steps.in(owner, NDArrays.concat(outputs)),
                    Steps.in(owner, new NDList(h)),
                    nonlinearity);
        }
    }

    @Override
    public Gates gradients(NDArray outputGradients) {
        try (NDManager scratch = recurrentWeight.getManager().newSubManager()) {
            NDList slopes = Steps.of(slopes(), before, scratch);
            NDList above = Steps.of(outputGradients, before, scratch);
            NDArray[] sums = new NDArray[above.size()];
            NDArray h = Steps.in(scratch, before.zerosLike());
            for (int time = sums.length - 1; time >= 0; time--) {
                sums[time] = h.addi(above.get(time)).mul(slopes.get(time));
                h = sums[time].matMul(recurrentWeight);
            }
            NDArray gates = Steps.in(recurrentWeight.getManager(), NDArrays.concat(new NDList(sums)));
            return new Gates(gates, gates);
        }
    }

    /** Of f, from what it gave. */
    private NDArray slopes() {
        return nonlinearity == Nonlinearity.RELU
                ? outputs.gt(0).toType(outputs.getDataType(), false)
                : Steps.oneMinus(outputs.square());
    }
}
