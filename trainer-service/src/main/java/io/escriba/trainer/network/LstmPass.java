package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates and without peepholes, as PyTorch has it:
 * {@code c = f c' + i g}, {@code h = o tanh(c)}, where i, f and o are sigmoids and g is a tanh.
 *
 * @param recurrentWeight U
 * @param previousCells c'
 * @param cells {@code tanh(c)}
 * @param inputAndForget i and f side by side
 * @param candidates g
 * @param outputGates o
 */
record LstmPass(
        NDArray recurrentWeight,
        NDArray before,
        NDArray outputs,
        NDList state,
        NDArray previousCells,
        NDArray cells,
        NDArray inputAndForget,
        NDArray candidates,
        NDArray outputGates)
        implements RecurrentPass {
    /**
     * Reads a sequence.
     *
     * @param projected {@code W x + b} of all characters and gates
     * @param before output and cells before the first character, each {@code [rows, hidden]}
     * @param recurrentWeight U; what is kept belongs to its manager
     */
    static LstmPass read(NDArray projected, NDList before, NDArray recurrentWeight) {
        NDManager owner = recurrentWeight.getManager();
        long hidden = before.get(0).size(1);
        long[] kinds = {2 * hidden, 3 * hidden};
        try (NDManager scratch = owner.newSubManager()) {
            NDArray transposed = Steps.in(scratch, recurrentWeight.transpose());
            NDArray h = Steps.in(scratch, before.get(0).duplicate());
            NDArray c = Steps.in(scratch, before.get(1).duplicate());
            NDList outputs = new NDList();
            NDList previousCells = new NDList();
            NDList cells = new NDList();
            NDList inputForget = new NDList();
            NDList candidates = new NDList();
            NDList outputGates = new NDList();
            for (NDArray input : Steps.of(projected, h, scratch)) {
                NDList sums = h.matMul(transposed).addi(input).split(kinds, 1);
                NDArray inputForgetGate = sums.get(0).getNDArrayInternal().sigmoid();
                NDArray g = sums.get(1).tanh();
                NDArray o = sums.get(2).getNDArrayInternal().sigmoid();
                NDList gate = inputForgetGate.split(2, 1);
                previousCells.add(c);
                c = gate.get(1).mul(c).addi(gate.get(0).mul(g));
                NDArray cell = c.tanh();
                h = o.mul(cell);
                outputs.add(h);
                cells.add(cell);
                inputForget.add(inputForgetGate);
                candidates.add(g);
                outputGates.add(o);
            }
            return new LstmPass(
                    recurrentWeight,
                    before.get(0),
                    Steps.in(owner, NDArrays.concat(outputs)),
                    Steps.in(owner, new NDList(h, c)),
                    Steps.in(owner, NDArrays.concat(previousCells)),
                    Steps.in(owner, NDArrays.concat(cells)),
                    Steps.in(owner, NDArrays.concat(inputForget)),
                    Steps.in(owner, NDArrays.concat(candidates)),
                    Steps.in(owner, NDArrays.concat(outputGates)));
        }
    }

    @Override
    public Gates gradients(NDArray outputGradients) {
        NDManager owner = recurrentWeight.getManager();
        try (NDManager scratch = owner.newSubManager()) {
            NDList inputForget = Steps.in(scratch, inputAndForget.split(2, 1));
            NDArray i = inputForget.get(0);
            NDArray f = inputForget.get(1);
            // How the sum in each nonlinearity moves the cell or the output; the loop is left with what needs the step
            // after it.
            NDArray slopes = NDArrays.stack(
                    new NDList(
                            Steps.oneMinus(i).muli(i).muli(candidates),
                            Steps.oneMinus(f).muli(f).muli(previousCells),
                            Steps.oneMinus(Steps.in(scratch, candidates.square()))
                                    .muli(i)),
                    1);
            NDArray outputSlopes = Steps.oneMinus(Steps.in(scratch, outputGates.stopGradient()))
                    .muli(outputGates)
                    .muli(cells);
            NDArray cellSlopes =
                    Steps.oneMinus(Steps.in(scratch, cells.square())).muli(outputGates);

            NDList slope = Steps.of(slopes, before, scratch);
            NDList outputSlope = Steps.of(outputSlopes, before, scratch);
            NDList cellSlope = Steps.of(cellSlopes, before, scratch);
            NDList forget = Steps.of(f, before, scratch);
            NDList above = Steps.of(outputGradients, before, scratch);
            NDArray[] gates = new NDArray[above.size()];
            NDArray h = Steps.in(scratch, before.zerosLike());
            NDArray c = Steps.in(scratch, before.zerosLike());
            for (int time = gates.length - 1; time >= 0; time--) {
                h.addi(above.get(time));
                c.addi(h.mul(cellSlope.get(time)));
                gates[time] = NDArrays.concat(
                        new NDList(Steps.eachGate(c, slope.get(time)), h.mul(outputSlope.get(time))), 1);
                c.muli(forget.get(time));
                h = gates[time].matMul(recurrentWeight);
            }
            NDArray all = Steps.in(owner, NDArrays.concat(new NDList(gates)));
            return new Gates(all, all);
        }
    }
}
