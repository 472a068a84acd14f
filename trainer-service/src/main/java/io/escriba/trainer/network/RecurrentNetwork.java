package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.recurrent.RNN;
import io.escriba.training.Architecture;
import io.escriba.training.Nonlinearity;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Embedding, recurrent layers and a linear layer to the logits, on PyTorch. Each forward pass is a handful of engine
 * calls whatever the length. Not thread-safe; owns its parameters until it is closed.
 */
public final class RecurrentNetwork implements AutoCloseable {
    private static final String EMBEDDING = "embedding.weight";
    private static final String OUTPUT_WEIGHT = "output.weight";
    private static final String OUTPUT_BIAS = "output.bias";

    private final NetworkShape shape;
    private final double dropout;
    private final NDManager manager;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();

    private RecurrentNetwork(NetworkShape shape, double dropout, NDManager manager) {
        this.shape = shape;
        this.dropout = dropout;
        this.manager = manager;
    }

    /**
     * A network with fresh weights: the embedding standard normal, the rest uniform within one over the root of what a
     * unit reads, as PyTorch initializes them.
     *
     * @param parent decides the device
     * @param random the weights depend on nothing else
     */
    public static RecurrentNetwork create(
            NetworkShape shape, double dropout, NDManager parent, RandomGenerator random) {
        RecurrentNetwork network = new RecurrentNetwork(shape, dropout, parent.newSubManager());
        float[] embedding = new float[shape.vocabulary() * shape.embedding()];
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = (float) random.nextGaussian();
        }
        network.add(EMBEDDING, embedding, shape.vocabulary(), shape.embedding());
        int gateRows = shape.gates() * shape.hidden();
        for (int layer = 0; layer < shape.layers(); layer++) {
            network.uniform(weightIh(layer), shape.hidden(), random, gateRows, shape.inputWidth(layer));
            network.uniform(weightHh(layer), shape.hidden(), random, gateRows, shape.hidden());
            network.uniform(biasIh(layer), shape.hidden(), random, gateRows);
            network.uniform(biasHh(layer), shape.hidden(), random, gateRows);
        }
        network.uniform(OUTPUT_WEIGHT, shape.hidden(), random, shape.vocabulary(), shape.hidden());
        network.uniform(OUTPUT_BIAS, shape.hidden(), random, shape.vocabulary());
        return network;
    }

    private void uniform(String name, int fanIn, RandomGenerator random, int... dimensions) {
        float[] values = new float[Arrays.stream(dimensions).reduce(1, Math::multiplyExact)];
        float bound = (float) (1 / Math.sqrt(fanIn));
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-bound, bound);
        }
        add(name, values, dimensions);
    }

    private void add(String name, float[] values, int... dimensions) {
        NDArray parameter = manager.create(
                values, new Shape(Arrays.stream(dimensions).asLongStream().toArray()));
        parameter.setName(name);
        parameter.setRequiresGradient(true);
        parameters.put(name, parameter);
    }

    static String weightIh(int layer) {
        return "rnn.weight_ih_l" + layer;
    }

    static String weightHh(int layer) {
        return "rnn.weight_hh_l" + layer;
    }

    static String biasIh(int layer) {
        return "rnn.bias_ih_l" + layer;
    }

    static String biasHh(int layer) {
        return "rnn.bias_hh_l" + layer;
    }

    /** The sizes. */
    public NetworkShape shape() {
        return shape;
    }

    /** What is learned. */
    public Collection<NDArray> parameters() {
        return parameters.values();
    }

    /**
     * What the network gives for a sequence.
     *
     * @param logits float32 {@code [time, batch, vocabulary]}
     * @param state after the last character, as {@link #zeroState} lays it out
     */
    public record Forward(NDArray logits, NDList state) {}

    /**
     * Reads a sequence.
     *
     * @param tokens int64 {@code [time, batch]}; what is computed belongs to its manager
     * @param state before the first character
     * @param training whether dropout applies
     */
    public Forward forward(NDArray tokens, NDList state, boolean training) {
        NDArrayEx engine = tokens.getNDArrayInternal();
        NDArray embedded = engine.embedding(tokens, parameter(EMBEDDING), SparseFormat.DENSE)
                .singletonOrThrow();
        NDList layers = recurrentLayers(embedded, state, training);
        NDArray top = engine.dropout(layers.get(0), (float) dropout, training).singletonOrThrow();
        NDArray logits = engine.linear(top, parameter(OUTPUT_WEIGHT), parameter(OUTPUT_BIAS))
                .singletonOrThrow();
        return new Forward(logits, layers.subNDList(1));
    }

    private NDList recurrentLayers(NDArray input, NDList state, boolean training) {
        NDArrayEx engine = input.getNDArrayInternal();
        NDList weights = new NDList(4 * shape.layers());
        for (int layer = 0; layer < shape.layers(); layer++) {
            weights.add(parameter(weightIh(layer)));
            weights.add(parameter(weightHh(layer)));
            weights.add(parameter(biasIh(layer)));
            weights.add(parameter(biasHh(layer)));
        }
        // The engine warns of dropout "between layers" when there is only one.
        double between = shape.layers() == 1 ? 0 : dropout;
        return switch (shape.architecture()) {
            case RNN ->
                engine.rnn(
                        input,
                        state.get(0),
                        weights,
                        true,
                        shape.layers(),
                        shape.nonlinearity() == Nonlinearity.RELU ? RNN.Activation.RELU : RNN.Activation.TANH,
                        between,
                        training,
                        false,
                        false);
            case GRU -> engine.gru(input, state.get(0), weights, true, shape.layers(), between, training, false, false);
            case LSTM -> engine.lstm(input, state, weights, true, shape.layers(), between, training, false, false);
        };
    }

    /** The state before any character: h, and c for LSTM, float32 {@code [layers, batch, hidden]} of zeros. */
    public NDList zeroState(NDManager owner, int batch) {
        Shape each = new Shape(shape.layers(), batch, shape.hidden());
        NDList state = new NDList(owner.zeros(each));
        if (shape.architecture() == Architecture.LSTM) {
            state.add(owner.zeros(each));
        }
        return state;
    }

    /** A copy of the weights as they are now. */
    public Weights weights() {
        Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> tensors.put(
                name,
                new Weights.Tensor(
                        Arrays.stream(parameter.getShape().getShape())
                                .mapToInt(Math::toIntExact)
                                .toArray(),
                        parameter.toFloatArray())));
        return new Weights(tensors);
    }

    /** Replaces the weights by those of a network of the same shape. */
    public void load(Weights weights) {
        parameters.forEach((name, parameter) -> {
            Weights.Tensor tensor = weights.get(name);
            parameter.setRequiresGradient(false);
            try (NDArray values = manager.create(tensor.values(), parameter.getShape())) {
                values.copyTo(parameter);
            }
            parameter.setRequiresGradient(true);
        });
    }

    private NDArray parameter(String name) {
        NDArray parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalStateException("The network has no parameter '" + name + "'.");
        }
        return parameter;
    }

    @Override
    public void close() {
        manager.close();
    }
}
