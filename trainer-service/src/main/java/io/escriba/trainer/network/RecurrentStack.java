package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * Recurrent layers one after another that are learned by {@link RecurrentPass}es. The engine computes the gradients of what lies
 * between and around them, so its graph is cut at each: what a layer gives is a leaf of it, and when the gradient has come down to
 * the leaf, {@link #addGradients} takes it through the layer and hands it on to the graph of the layer's input. For one sequence,
 * on a thread on which the engine records.
 */
final class RecurrentStack {
    private static final int TIME_AXIS = 0;

    private final NetworkShape shape;
    private final NDManager manager;
    private final List<Layer> layers = new ArrayList<>();
    private NDArray top;

    /**
     * Without layers.
     *
     * @param input float32 {@code [time, rows, width]}; what is computed belongs to its manager
     */
    RecurrentStack(NetworkShape shape, NDArray input) {
        this.shape = shape;
        this.manager = input.getManager();
        this.top = input;
    }

    /**
     * A layer that has read its input.
     *
     * @param learned its parameters
     * @param weights their values, outside of the engine's graph
     * @param input as the engine's graph ends, or begins where nothing below is learned
     * @param read the same outside of it, {@code [time * rows, width]}
     * @param outputs leaf of the engine's graph
     */
    private record Layer(
            RecurrentWeights learned,
            RecurrentWeights weights,
            NDArray input,
            NDArray read,
            RecurrentPass pass,
            NDArray outputs) {}

    /** What is on top now, {@code [time, rows, width]}. */
    NDArray top() {
        return top;
    }

    /** Drops some of what is on top. */
    void drop(Dropout dropout, double rate) {
        top = dropout.apply(top, rate);
    }

    /**
     * Lets a layer read what is on top, and puts what it gives there.
     *
     * @param before its state before the first character, each part {@code [rows, hidden]}
     */
    void add(RecurrentWeights learned, NDList before) {
        Shape sequence = top.getShape();
        long positions = sequence.get(0) * sequence.get(1);
        JniUtils.setGradMode(false);
        try {
            RecurrentWeights weights = new RecurrentWeights(
                    outside(learned.input()),
                    outside(learned.recurrent()),
                    outside(learned.inputBias()),
                    outside(learned.recurrentBias()));
            NDArray read = outside(top).reshape(positions, sequence.get(2));
            RecurrentPass pass = pass(weights, read, before);
            NDArray outputs = pass.outputs().reshape(sequence.get(0), sequence.get(1), shape.hidden());
            outputs.setRequiresGradient(true);
            layers.add(new Layer(learned, weights, top, read, pass, outputs));
            top = outputs;
        } finally {
            JniUtils.setGradMode(true);
        }
    }

    private RecurrentPass pass(RecurrentWeights weights, NDArray read, NDList before) {
        NDArray projected = read.matMul(weights.input().transpose()).addi(weights.inputBias());
        return switch (shape.architecture()) {
            case RNN ->
                RnnPass.read(
                        projected,
                        before.get(0),
                        weights.recurrent(),
                        shape.spec().nonlinearity());
            case GRU -> GruPass.read(projected, before.get(0), weights.recurrent(), weights.recurrentBias());
            case LSTM -> LstmPass.read(projected, before, weights.recurrent());
            case BIGRAM, GPT -> throw new IllegalStateException(shape.architecture() + " has no recurrent layers.");
        };
    }

    /** The state of all layers after the last character, each part {@code [layers, rows, hidden]}. */
    NDList state() {
        NDList state = new NDList();
        int parts = layers.get(0).pass().state().size();
        for (int i = 0; i < parts; i++) {
            int part = i;
            state.add(NDArrays.stack(new NDList(
                    layers.stream().map(layer -> layer.pass().state().get(part)).toList())));
        }
        return state;
    }

    /** Goes on where the engine has ended: adds the gradients of all layers, and of what is below them. */
    void addGradients() {
        JniUtils.setGradMode(false);
        try {
            for (int i = layers.size() - 1; i >= 0; i--) {
                addGradients(layers.get(i), i > 0 || shape.isEmbedded());
            }
        } finally {
            JniUtils.setGradMode(true);
        }
    }

    private void addGradients(Layer layer, boolean belowIsLearned) {
        NDArray above = layer.outputs().getGradient().reshape(-1, shape.hidden());
        RecurrentPass.Gates gates = layer.pass().gradients(above);
        Gradients.add(layer.learned().input(), gates.input().transpose().matMul(layer.read()));
        Gradients.add(
                layer.learned().recurrent(),
                gates.recurrent().transpose().matMul(layer.pass().previous()));
        Gradients.add(layer.learned().inputBias(), gates.input().sum(new int[] {TIME_AXIS}));
        if (layer.learned().recurrentBias().hasGradient()) {
            Gradients.add(layer.learned().recurrentBias(), gates.recurrent().sum(new int[] {TIME_AXIS}));
        }
        if (belowIsLearned) {
            NDArray below = gates.input().matMul(layer.weights().input());
            Gradients.add(layer.input(), below.reshape(layer.input().getShape()));
        }
    }

    /** What of a state is that of one layer, each part {@code [rows, hidden]}. */
    static NDList stateOf(NDList state, int layer, NDManager owner) {
        NDList own = new NDList();
        for (NDArray part : state) {
            own.add(part.get(owner, new NDIndex().addIndices(layer)));
        }
        return own;
    }

    private NDArray outside(NDArray array) {
        return Steps.in(manager, array.stopGradient());
    }
}
