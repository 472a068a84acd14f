package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;

/**
 * Gated recurrent units (Cho et al. 2014) as PyTorch and cuDNN have them, with the reset gate behind the recurrent product:
 * {@code r, z = sigmoid(...)}, {@code n = tanh(W x + b + r (U h' + c))}, {@code h = n + z (h' - n)}.
 *
 * @param recurrentWeight U
 * @param resetAndUpdate r and z side by side
 * @param candidates n
 * @param remembered {@code U h' + c} of the candidates
 */
record GruPass(
        NDArray recurrentWeight,
        NDArray before,
        NDArray outputs,
        NDList state,
        NDArray resetAndUpdate,
        NDArray candidates,
        NDArray remembered)
        implements RecurrentPass {
    /**
     * Reads a sequence.
     *
     * @param projected {@code W x + b} of all characters and gates
     * @param before the output before the first character, {@code [rows, hidden]}
     * @param recurrentWeight U; what is kept belongs to its manager
     * @param recurrentBias c
     */
    static GruPass read(NDArray projected, NDArray before, NDArray recurrentWeight, NDArray recurrentBias) {
        NDManager owner = recurrentWeight.getManager();
        long[] candidate = {2 * before.size(1)};
        try (NDManager scratch = owner.newSubManager()) {
            NDArray transposed = Steps.in(scratch, recurrentWeight.transpose());
            NDArray h = Steps.in(scratch, before.duplicate());
            NDList outputs = new NDList();
            NDList gates = new NDList();
            NDList candidates = new NDList();
            NDList remembered = new NDList();
            for (NDArray step : Steps.of(projected, before, scratch)) {
                NDList input = step.split(candidate, 1);
                NDList own = h.matMul(transposed).addi(recurrentBias).split(candidate, 1);
                NDArray gate =
                        own.get(0).addi(input.get(0)).getNDArrayInternal().sigmoid();
                NDList resetUpdate = gate.split(2, 1);
                NDArray n =
                        resetUpdate.get(0).mul(own.get(1)).addi(input.get(1)).tanh();
                h = h.sub(n).muli(resetUpdate.get(1)).addi(n);
                outputs.add(h);
                gates.add(gate);
                candidates.add(n);
                remembered.add(own.get(1));
            }
            return new GruPass(
                    recurrentWeight,
                    before,
                    Steps.in(owner, NDArrays.concat(outputs)),
                    Steps.in(owner, new NDList(h)),
                    Steps.in(owner, NDArrays.concat(gates)),
                    Steps.in(owner, NDArrays.concat(candidates)),
                    Steps.in(owner, NDArrays.concat(remembered)));
        }
    }

    @Override
    public Gates gradients(NDArray outputGradients) {
        NDManager owner = recurrentWeight.getManager();
        try (NDManager scratch = owner.newSubManager()) {
            NDList resetUpdate = Steps.in(scratch, resetAndUpdate.split(2, 1));
            NDArray r = resetUpdate.get(0);
            NDArray z = resetUpdate.get(1);
            NDArray kept = Steps.oneMinus(z);
            // How the sum in each nonlinearity moves the output; the loop is left with what needs the step after it.
            NDArray candidate =
                    Steps.oneMinus(Steps.in(scratch, candidates.square())).muli(kept);
            NDArray reset = Steps.oneMinus(r).muli(r).muli(remembered).muli(candidate);
            NDArray update =
                    Steps.in(scratch, previous().sub(candidates)).muli(z).muli(kept);
            NDArray slopes = NDArrays.stack(new NDList(reset, update, candidate.mul(r)), 1);

            NDList slope = Steps.of(slopes, before, scratch);
            NDList through = Steps.of(z, before, scratch);
            NDList above = Steps.of(outputGradients, before, scratch);
            NDArray[] gates = new NDArray[above.size()];
            NDArray[] outer = new NDArray[above.size()];
            NDArray h = Steps.in(scratch, before.zerosLike());
            for (int time = gates.length - 1; time >= 0; time--) {
                outer[time] = h.addi(above.get(time));
                gates[time] = Steps.eachGate(outer[time], slope.get(time));
                h = gates[time].matMul(recurrentWeight).addi(outer[time].mul(through.get(time)));
            }
            NDArray recurrent = Steps.in(owner, NDArrays.concat(new NDList(gates)));
            NDArray input = Steps.in(owner, recurrent.duplicate());
            // The input of the candidate is not behind the reset gate.
            long width = before.size(1);
            NDIndex candidatesOnly = new NDIndex().addAllDim().addSliceDim(2 * width, 3 * width);
            input.set(candidatesOnly, NDArrays.concat(new NDList(outer)).muli(candidate));
            return new Gates(input, recurrent);
        }
    }
}
