package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import io.escriba.training.DenseLayer;
import io.escriba.training.Nonlinearity;
import io.escriba.training.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A network from characters to logits, on PyTorch: embedding or one-hot input, recurrent layers or the blocks of a
 * transformer, dense layers and a linear layer; or a table. Reading a sequence takes a handful of engine calls for each layer,
 * whatever its length; learning from it takes some for each character where {@link RecurrentPass}es do. Not thread-safe; owns
 * its parameters until it is closed.
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
     * Reads a sequence.
     *
     * @param tokens int64 {@code [time, batch]}; what is computed belongs to its manager
     * @param state before the first character
     */
    public Forward forward(NDArray tokens, NDList state) {
        return switch (shape.architecture()) {
            case BIGRAM -> table(tokens);
            case RNN, GRU, LSTM -> recurrent(tokens, state, Dropout.NONE, false);
            case GPT -> {
                Transformer.Reading reading = transformer.read(tokens, state.get(0));
                yield new Forward(batchSecond(logits(reading.top(), Dropout.NONE)), new NDList(reading.window()));
            }
        };
    }

    /**
     * What the network gives for a sequence that it learns from.
     *
     * @param logits float32 {@code [time, batch, vocabulary]}
     * @param state after the last character, as {@link #zeroState} lays it out
     * @param below takes the gradients to where the engine does not
     */
    public record Learning(NDArray logits, NDList state, Runnable below) {
        private static Learning of(Forward forward) {
            return new Learning(forward.logits(), forward.state(), () -> {});
        }

        /**
         * Adds the gradients of a multiple of a number to those of all parameters.
         *
         * @param number computed from the logits
         */
        public void addGradients(NDArray number, float factor) {
            Gradients.add(number, number.getManager().create(factor));
            below.run();
        }
    }

    /**
     * Reads a sequence to learn from it. A gpt carries no state then: its examples are windows of their own.
     *
     * @param tokens int64 {@code [time, batch]}; what is computed belongs to its manager
     * @param state before the first character
     * @param precision of the products; whether they are rounded is up to {@link MatrixProducts}, but recurrent layers are
     *     computed on a processor so that all large ones can be
     */
    public Learning learn(NDArray tokens, NDList state, Dropout dropout, Precision precision) {
        return switch (shape.architecture()) {
            case BIGRAM -> Learning.of(table(tokens));
            case RNN, GRU, LSTM -> {
                boolean onGpu = tokens.getDevice().isGpu();
                yield precision == Precision.BFLOAT16 && !onGpu
                        ? byPasses(tokens, state, dropout)
                        : Learning.of(recurrent(tokens, state, dropout, true));
            }
            case GPT ->
                Learning.of(
                        new Forward(batchSecond(logits(transformer.window(tokens, dropout), dropout)), new NDList()));
        };
    }

    private Learning byPasses(NDArray tokens, NDList state, Dropout dropout) {
        RecurrentStack stack = new RecurrentStack(shape, input(tokens));
        for (int layer = 0; layer < shape.layers(); layer++) {
            stack.add(recurrentWeights(layer), RecurrentStack.stateOf(state, layer, tokens.getManager()));
            stack.drop(dropout, shape.spec().dropout());
        }
        return new Learning(logits(stack.top(), dropout), stack.state(), stack::addGradients);
    }

    private Forward table(NDArray tokens) {
        return new Forward(layers.rows(tokens, ParameterNames.TABLE), new NDList());
    }

    private static NDArray batchSecond(NDArray batchFirst) {
        return batchFirst.swapAxes(0, 1);
    }

    private Forward recurrent(NDArray tokens, NDList state, Dropout dropout, boolean training) {
        NDArray input = input(tokens);
        NDList outputs = training && shape.spec().dropout() > 0
                ? layerByLayer(input, state, dropout)
                : recurrentLayers(input, state, 0, shape.layers(), training);
        NDArray top = dropout.apply(outputs.get(0), shape.spec().dropout());
        return new Forward(logits(top, dropout), outputs.subNDList(1));
    }

    private NDArray input(NDArray tokens) {
        return shape.isEmbedded()
                ? layers.rows(tokens, ParameterNames.EMBEDDING)
                : tokens.oneHot(shape.vocabulary(), DataType.FLOAT32);
    }

    /** The dense layers and the output. */
    private NDArray logits(NDArray input, Dropout dropout) {
        NDArray top = input;
        int dense = 0;
        for (DenseLayer layer : shape.spec().head()) {
            NDArray linear = layers.linear(top, ParameterNames.denseWeight(dense), ParameterNames.denseBias(dense));
            NDArray activated = layer.activation()
                    .map(a -> a == Nonlinearity.RELU ? relu(linear) : linear.tanh())
                    .orElse(linear);
            top = dropout.apply(activated, layer.dropoutRate());
            dense++;
        }
        return layers.linear(top, ParameterNames.OUTPUT_WEIGHT, ParameterNames.OUTPUT_BIAS);
    }

    private static NDArray relu(NDArray input) {
        return input.getNDArrayInternal().relu();
    }

    /** What the last layer gives, and the state of all, with dropout between layers. */
    private NDList layerByLayer(NDArray input, NDList state, Dropout dropout) {
        List<NDList> states = new ArrayList<>();
        NDArray top = input;
        for (int layer = 0; layer < shape.layers(); layer++) {
            NDIndex here = new NDIndex().addSliceDim(layer, layer + 1L);
            NDList before = new NDList();
            for (NDArray tensor : state) {
                before.add(tensor.get(input.getManager(), here));
            }
            NDArray read = layer == 0 ? top : dropout.apply(top, shape.spec().dropout());
            NDList outputs = recurrentLayers(read, before, layer, 1, true);
            top = outputs.get(0);
            states.add(outputs.subNDList(1));
        }
        NDList result = new NDList(top);
        for (int tensor = 0; tensor < state.size(); tensor++) {
            int index = tensor;
            result.add(NDArrays.concat(
                    new NDList(states.stream().map(after -> after.get(index)).toList())));
        }
        return result;
    }

    /** What the last of some layers gives, and their state, without dropout. */
    private NDList recurrentLayers(NDArray input, NDList state, int first, int count, boolean training) {
        NDArrayEx engine = input.getNDArrayInternal();
        NDList weights = new NDList(4 * count);
        for (int layer = first; layer < first + count; layer++) {
            RecurrentWeights of = recurrentWeights(layer);
            weights.addAll(List.of(of.input(), of.recurrent(), of.inputBias(), of.recurrentBias()));
        }
        return switch (shape.architecture()) {
            case RNN ->
                engine.rnn(
                        input,
                        state.get(0),
                        weights,
                        true,
                        count,
                        shape.spec().nonlinearity() == Nonlinearity.RELU ? RNN.Activation.RELU : RNN.Activation.TANH,
                        0,
                        training,
                        false,
                        false);
            case GRU -> engine.gru(input, state.get(0), weights, true, count, 0, training, false, false);
            case LSTM -> engine.lstm(input, state, weights, true, count, 0, training, false, false);
            case BIGRAM, GPT -> throw new IllegalStateException(shape.architecture() + " has no recurrent layers.");
        };
    }

    private RecurrentWeights recurrentWeights(int layer) {
        return new RecurrentWeights(
                layers.parameter(ParameterNames.inputWeight(layer)),
                layers.parameter(ParameterNames.recurrentWeight(layer)),
                layers.parameter(ParameterNames.inputBias(layer)),
                shape.hasRecurrentBias() ? layers.parameter(ParameterNames.recurrentBias(layer)) : noBias);
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
            EngineMemory.copy(other.layers.parameter(name), parameter);
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
