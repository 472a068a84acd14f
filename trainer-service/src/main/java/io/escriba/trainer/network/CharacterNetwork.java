package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.recurrent.RNN;
import io.escriba.training.Architecture;
import io.escriba.training.DenseLayer;
import io.escriba.training.Nonlinearity;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A network from characters to logits, on PyTorch: embedding or one-hot input, recurrent layers, dense layers and a linear
 * layer; or a table. Each forward pass is a handful of engine calls whatever the length. Not thread-safe; owns its
 * parameters until it is closed.
 */
public final class CharacterNetwork implements AutoCloseable {
    private final NetworkShape shape;
    private final NDManager manager;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();

    /** Stands for the recurrent bias where none is learned. */
    private final NDArray noBias;

    private CharacterNetwork(NetworkShape shape, NDManager manager) {
        this.shape = shape;
        this.manager = manager;
        this.noBias = manager.zeros(new Shape((long) shape.gates() * shape.hidden()));
    }

    /**
     * A network with fresh weights: the embedding and a bigram's table standard normal, the rest uniform within one over
     * the root of what a unit reads, as PyTorch initializes them.
     *
     * @param parent decides the device
     * @param random the weights depend on nothing else
     */
    public static CharacterNetwork create(NetworkShape shape, NDManager parent, RandomGenerator random) {
        CharacterNetwork network = new CharacterNetwork(shape, parent.newSubManager());
        if (shape.architecture() == Architecture.BIGRAM) {
            network.normal(ParameterNames.TABLE, random, shape.vocabulary(), shape.vocabulary());
            return network;
        }
        if (shape.isEmbedded()) {
            network.normal(ParameterNames.EMBEDDING, random, shape.vocabulary(), shape.inputWidth(0));
        }
        int gateRows = shape.gates() * shape.hidden();
        for (int layer = 0; layer < shape.layers(); layer++) {
            int fanIn = shape.hidden();
            network.uniform(ParameterNames.inputWeight(layer), fanIn, random, gateRows, shape.inputWidth(layer));
            network.uniform(ParameterNames.recurrentWeight(layer), fanIn, random, gateRows, shape.hidden());
            network.uniform(ParameterNames.inputBias(layer), fanIn, random, gateRows);
            if (shape.hasRecurrentBias()) {
                network.uniform(ParameterNames.recurrentBias(layer), fanIn, random, gateRows);
            }
        }
        int dense = 0;
        for (DenseLayer layer : shape.spec().head()) {
            int fanIn = shape.denseInputWidth(dense);
            network.uniform(ParameterNames.denseWeight(dense), fanIn, random, layer.units(), fanIn);
            network.uniform(ParameterNames.denseBias(dense), fanIn, random, layer.units());
            dense++;
        }
        int fanIn = shape.denseInputWidth(dense);
        network.uniform(ParameterNames.OUTPUT_WEIGHT, fanIn, random, shape.vocabulary(), fanIn);
        network.uniform(ParameterNames.OUTPUT_BIAS, fanIn, random, shape.vocabulary());
        return network;
    }

    private void normal(String name, RandomGenerator random, int rows, int columns) {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        add(name, values, rows, columns);
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
        NDArray parameter = EngineMemory.create(
                manager,
                values,
                new Shape(Arrays.stream(dimensions).asLongStream().toArray()));
        parameter.setName(name);
        parameter.setRequiresGradient(true);
        parameters.put(name, parameter);
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
        if (shape.architecture() == Architecture.BIGRAM) {
            return new Forward(rows(engine, tokens, ParameterNames.TABLE), new NDList());
        }
        NDArray input = shape.isEmbedded()
                ? rows(engine, tokens, ParameterNames.EMBEDDING)
                : tokens.oneHot(shape.vocabulary(), DataType.FLOAT32);
        NDList layers = recurrentLayers(input, state, training);
        NDArray top = dropped(layers.get(0), shape.spec().dropout(), training);
        int dense = 0;
        for (DenseLayer layer : shape.spec().head()) {
            NDArray linear = linear(top, ParameterNames.denseWeight(dense), ParameterNames.denseBias(dense));
            NDArray activated = layer.activation()
                    .map(a -> a == Nonlinearity.RELU ? relu(linear) : linear.tanh())
                    .orElse(linear);
            top = dropped(activated, layer.dropoutRate(), training);
            dense++;
        }
        NDArray logits = linear(top, ParameterNames.OUTPUT_WEIGHT, ParameterNames.OUTPUT_BIAS);
        return new Forward(logits, layers.subNDList(1));
    }

    private NDArray rows(NDArrayEx engine, NDArray tokens, String table) {
        return engine.embedding(tokens, parameter(table), SparseFormat.DENSE).singletonOrThrow();
    }

    private NDArray linear(NDArray input, String weight, String bias) {
        return input.getNDArrayInternal()
                .linear(input, parameter(weight), parameter(bias))
                .singletonOrThrow();
    }

    private static NDArray relu(NDArray input) {
        return input.getNDArrayInternal().relu();
    }

    private static NDArray dropped(NDArray input, double rate, boolean training) {
        return rate == 0
                ? input
                : input.getNDArrayInternal()
                        .dropout(input, (float) rate, training)
                        .singletonOrThrow();
    }

    private NDList recurrentLayers(NDArray input, NDList state, boolean training) {
        NDArrayEx engine = input.getNDArrayInternal();
        NDList weights = new NDList(4 * shape.layers());
        for (int layer = 0; layer < shape.layers(); layer++) {
            weights.add(parameter(ParameterNames.inputWeight(layer)));
            weights.add(parameter(ParameterNames.recurrentWeight(layer)));
            weights.add(parameter(ParameterNames.inputBias(layer)));
            weights.add(shape.hasRecurrentBias() ? parameter(ParameterNames.recurrentBias(layer)) : noBias);
        }
        int layers = shape.layers();
        // The engine warns of dropout "between layers" when there is only one.
        double between = layers == 1 ? 0 : shape.spec().dropout();
        return switch (shape.architecture()) {
            case RNN ->
                engine.rnn(
                        input,
                        state.get(0),
                        weights,
                        true,
                        layers,
                        shape.spec().nonlinearity() == Nonlinearity.RELU ? RNN.Activation.RELU : RNN.Activation.TANH,
                        between,
                        training,
                        false,
                        false);
            case GRU -> engine.gru(input, state.get(0), weights, true, layers, between, training, false, false);
            case LSTM -> engine.lstm(input, state, weights, true, layers, between, training, false, false);
            case BIGRAM -> throw new IllegalStateException("A bigram has no recurrent layers.");
        };
    }

    /** The state before any character: h, and c for LSTM, float32 {@code [layers, batch, hidden]} of zeros. */
    public NDList zeroState(NDManager owner, int batch) {
        NDList state = new NDList();
        if (shape.layers() > 0) {
            Shape each = new Shape(shape.layers(), batch, shape.hidden());
            state.add(owner.zeros(each));
            if (shape.architecture() == Architecture.LSTM) {
                state.add(owner.zeros(each));
            }
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

    /** Takes over the weights of a network of the same shape. */
    public void copyFrom(CharacterNetwork other) {
        parameters.forEach((name, parameter) -> {
            parameter.setRequiresGradient(false);
            other.parameter(name).copyTo(parameter);
            parameter.setRequiresGradient(true);
        });
    }

    /** Replaces the weights by those of a network of the same shape. */
    public void load(Weights weights) {
        parameters.forEach((name, parameter) -> {
            Weights.Tensor tensor = weights.get(name);
            parameter.setRequiresGradient(false);
            EngineMemory.copy(tensor.values(), parameter);
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
