package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import io.escriba.training.DenseLayer;
import io.escriba.training.Nonlinearity;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A network from characters to logits, on PyTorch: embedding or one-hot input, recurrent layers or the blocks of a
 * transformer, dense layers and a linear layer; or a table. Each forward pass is a handful of engine calls whatever the length. Not thread-safe; owns its
 * parameters until it is closed.
 */
public final class CharacterNetwork implements AutoCloseable {
    private final NetworkShape shape;
    private final NDManager manager;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final Layers layers = new Layers(parameters);
    private final Transformer transformer;

    /** Stands for the recurrent bias where none is learned. */
    private final NDArray noBias;

    private CharacterNetwork(NetworkShape shape, NDManager manager) {
        this.shape = shape;
        this.manager = manager;
        this.noBias = manager.zeros(new Shape((long) shape.gates() * shape.hidden()));
        this.transformer = new Transformer(shape, layers, manager);
    }

    /**
     * A network with {@link FreshWeights}.
     *
     * @param parent decides the device
     * @param random the weights depend on nothing else
     */
    public static CharacterNetwork create(NetworkShape shape, NDManager parent, RandomGenerator random) {
        CharacterNetwork network = new CharacterNetwork(shape, parent.newSubManager());
        FreshWeights.of(shape, random).tensors().forEach(network::add);
        return network;
    }

    private void add(String name, Weights.Tensor tensor) {
        NDArray parameter = EngineMemory.create(
                manager,
                tensor.values(),
                new Shape(Arrays.stream(tensor.shape()).asLongStream().toArray()));
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
     * Reads a sequence. A gpt carries no state in training: its examples are windows of their own.
     *
     * @param tokens int64 {@code [time, batch]}; what is computed belongs to its manager
     * @param state before the first character
     * @param training whether dropout applies
     */
    public Forward forward(NDArray tokens, NDList state, boolean training) {
        return switch (shape.architecture()) {
            case BIGRAM -> new Forward(layers.rows(tokens, ParameterNames.TABLE), new NDList());
            case RNN, GRU, LSTM -> recurrent(tokens, state, training);
            case GPT -> {
                if (training) {
                    yield new Forward(batchSecond(logits(transformer.window(tokens, true), true)), new NDList());
                }
                Transformer.Reading reading = transformer.read(tokens, state.get(0));
                yield new Forward(batchSecond(logits(reading.top(), false)), new NDList(reading.window()));
            }
        };
    }

    private static NDArray batchSecond(NDArray batchFirst) {
        return batchFirst.swapAxes(0, 1);
    }

    private Forward recurrent(NDArray tokens, NDList state, boolean training) {
        NDArray input = shape.isEmbedded()
                ? layers.rows(tokens, ParameterNames.EMBEDDING)
                : tokens.oneHot(shape.vocabulary(), DataType.FLOAT32);
        NDList outputs = recurrentLayers(input, state, training);
        NDArray top = Layers.dropped(outputs.get(0), shape.spec().dropout(), training);
        return new Forward(logits(top, training), outputs.subNDList(1));
    }

    /** The dense layers and the output. */
    private NDArray logits(NDArray input, boolean training) {
        NDArray top = input;
        int dense = 0;
        for (DenseLayer layer : shape.spec().head()) {
            NDArray linear = layers.linear(top, ParameterNames.denseWeight(dense), ParameterNames.denseBias(dense));
            NDArray activated = layer.activation()
                    .map(a -> a == Nonlinearity.RELU ? relu(linear) : linear.tanh())
                    .orElse(linear);
            top = Layers.dropped(activated, layer.dropoutRate(), training);
            dense++;
        }
        return layers.linear(top, ParameterNames.OUTPUT_WEIGHT, ParameterNames.OUTPUT_BIAS);
    }

    private static NDArray relu(NDArray input) {
        return input.getNDArrayInternal().relu();
    }

    private NDList recurrentLayers(NDArray input, NDList state, boolean training) {
        NDArrayEx engine = input.getNDArrayInternal();
        NDList weights = new NDList(4 * shape.layers());
        for (int layer = 0; layer < shape.layers(); layer++) {
            weights.add(layers.parameter(ParameterNames.inputWeight(layer)));
            weights.add(layers.parameter(ParameterNames.recurrentWeight(layer)));
            weights.add(layers.parameter(ParameterNames.inputBias(layer)));
            weights.add(shape.hasRecurrentBias() ? layers.parameter(ParameterNames.recurrentBias(layer)) : noBias);
        }
        int count = shape.layers();
        // The engine warns of dropout "between layers" when there is only one.
        double between = count == 1 ? 0 : shape.spec().dropout();
        return switch (shape.architecture()) {
            case RNN ->
                engine.rnn(
                        input,
                        state.get(0),
                        weights,
                        true,
                        count,
                        shape.spec().nonlinearity() == Nonlinearity.RELU ? RNN.Activation.RELU : RNN.Activation.TANH,
                        between,
                        training,
                        false,
                        false);
            case GRU -> engine.gru(input, state.get(0), weights, true, count, between, training, false, false);
            case LSTM -> engine.lstm(input, state, weights, true, count, between, training, false, false);
            case BIGRAM, GPT ->
                throw new IllegalStateException("The network of a " + shape.architecture() + " is not recurrent.");
        };
    }

    /**
     * The state before any character: h, and c for LSTM, float32 {@code [layers, batch, hidden]} of zeros; for a gpt the ids
     * that it sees, int64 {@code [0, batch]}.
     */
    public NDList zeroState(NDManager owner, int batch) {
        Shape each = new Shape(shape.layers(), batch, shape.hidden());
        return switch (shape.architecture()) {
            case BIGRAM -> new NDList();
            case RNN, GRU -> new NDList(owner.zeros(each));
            case LSTM -> new NDList(owner.zeros(each), owner.zeros(each));
            case GPT -> new NDList(owner.zeros(new Shape(0, batch), DataType.INT64));
        };
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
            other.layers.parameter(name).copyTo(parameter);
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

    @Override
    public void close() {
        manager.close();
    }
}
