package io.escriba.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.ParameterNames;
import io.escriba.trainer.network.Weights;
import io.escriba.training.Architecture;
import io.escriba.training.DenseLayer;
import io.escriba.training.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network as an ONNX graph: {@code Gather} for the embedding or {@code OneHot}, one {@code RNN}, {@code GRU} or {@code LSTM} a layer,
 * {@code MatMul} and {@code Add} for each dense layer and the logits; for a bigram {@code Gather} alone. Weights are constants; the state goes in and out, {@code [1, batch,
 * hidden]} for each tensor of each layer.
 */
public final class OnnxExport {
    /** ONNX 1.12's; {@code RNN}, {@code GRU} and {@code LSTM} are those of opset 14. */
    private static final long OPSET = 17;

    private static final long IR_VERSION = 8;
    private static final String TIME = "time";
    private static final String BATCH = "batch";

    private final NetworkShape shape;
    private final Weights weights;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("escriba");

    private OnnxExport(NetworkShape shape, Weights weights) {
        this.shape = shape;
        this.weights = weights;
    }

    /**
     * The state of a network of this shape, layer by layer: {@code h0}, {@code c0} (LSTM only), {@code h1}, ...
     */
    public static List<StateTensor> states(NetworkShape shape) {
        List<StateTensor> states = new ArrayList<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            states.add(state("h" + layer, shape));
            if (shape.architecture() == Architecture.LSTM) {
                states.add(state("c" + layer, shape));
            }
        }
        return List.copyOf(states);
    }

    private static StateTensor state(String name, NetworkShape shape) {
        return new StateTensor(name, name + "_next", shape.hidden());
    }

    /**
     * The graph of a network.
     *
     * @param weights as {@link Weights} names and lays them out
     * @param metadata to be written into the file
     * @return the file's bytes
     */
    public static byte[] export(NetworkShape shape, Weights weights, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("escriba")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(new OnnxExport(shape, weights).build());
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private GraphProto build() {
        graph.addInput(Tensors.info(Manifest.TOKENS, TensorProto.DataType.INT64, TIME, BATCH));
        graph.addOutput(Tensors.info(
                Manifest.LOGITS, TensorProto.DataType.FLOAT, TIME, BATCH, Integer.toString(shape.vocabulary())));
        for (StateTensor state : states(shape)) {
            String width = Integer.toString(state.width());
            graph.addInput(Tensors.info(state.input(), TensorProto.DataType.FLOAT, "1", BATCH, width));
            graph.addOutput(Tensors.info(state.output(), TensorProto.DataType.FLOAT, "1", BATCH, width));
        }

        if (shape.architecture() == Architecture.BIGRAM) {
            constant("table", weights.get(ParameterNames.TABLE));
            node("Gather", List.of("table", Manifest.TOKENS), List.of(Manifest.LOGITS));
            return graph.build();
        }
        String top = input();
        for (int layer = 0; layer < shape.layers(); layer++) {
            top = recurrentLayer(layer, top);
        }
        int dense = 0;
        for (DenseLayer layer : shape.spec().head()) {
            top = denseLayer(dense, layer, top);
            dense++;
        }
        linear(top, ParameterNames.OUTPUT_WEIGHT, ParameterNames.OUTPUT_BIAS, Manifest.LOGITS);
        return graph.build();
    }

    /** Adds what turns tokens into numbers; returns the name of {@code [time, batch, width]}. */
    private String input() {
        if (shape.isEmbedded()) {
            constant("embedding", weights.get(ParameterNames.EMBEDDING));
            node("Gather", List.of("embedding", Manifest.TOKENS), List.of("embedded"));
            return "embedded";
        }
        graph.addInitializer(Tensors.int64("one_hot_depth", shape.vocabulary()));
        graph.addInitializer(Tensors.float32("one_hot_values", new float[] {0, 1}, 2));
        node("OneHot", List.of(Manifest.TOKENS, "one_hot_depth", "one_hot_values"), List.of("one_hot"));
        return "one_hot";
    }

    private String denseLayer(int index, DenseLayer layer, String input) {
        String linear = "dense" + index;
        linear(input, ParameterNames.denseWeight(index), ParameterNames.denseBias(index), linear);
        if (layer.activation().isEmpty()) {
            return linear;
        }
        String activated = linear + "_activated";
        node(activation(layer.activation().get()), List.of(linear), List.of(activated));
        return activated;
    }

    private static String activation(Nonlinearity nonlinearity) {
        return nonlinearity == Nonlinearity.RELU ? "Relu" : "Tanh";
    }

    /** Adds {@code output = input weight^T + bias}. */
    private void linear(String input, String weight, String bias, String output) {
        constant(weight, transposed(weights.get(weight)));
        constant(bias, weights.get(bias));
        node("MatMul", List.of(input, weight), List.of(output + "_product"));
        node("Add", List.of(output + "_product", bias), List.of(output));
    }

    /** Adds a layer that reads {@code input} {@code [time, batch, width]}; returns the name of what it gives. */
    private String recurrentLayer(int layer, String input) {
        int[] gateOrder = gateOrder();
        int gateRows = shape.gates() * shape.hidden();
        String w = constant(
                "w" + layer,
                reordered(ParameterNames.inputWeight(layer), gateOrder),
                1,
                gateRows,
                shape.inputWidth(layer));
        String r = constant(
                "r" + layer, reordered(ParameterNames.recurrentWeight(layer), gateOrder), 1, gateRows, shape.hidden());
        String b = constant(
                "b" + layer,
                concatenated(reordered(ParameterNames.inputBias(layer), gateOrder), recurrentBias(layer, gateOrder)),
                1,
                2 * gateRows);
        boolean lstm = shape.architecture() == Architecture.LSTM;
        String noLengths = "";
        List<String> inputs = new ArrayList<>(List.of(input, w, r, b, noLengths, "h" + layer));
        List<String> outputs = new ArrayList<>(List.of("y" + layer, "h" + layer + "_next"));
        if (lstm) {
            inputs.add("c" + layer);
            outputs.add("c" + layer + "_next");
        }
        NodeProto.Builder node = node(operator(), inputs, outputs);
        node.addAttribute(integer("hidden_size", shape.hidden()));
        switch (shape.architecture()) {
            case GRU -> node.addAttribute(integer("linear_before_reset", 1));
            case RNN ->
                node.addAttribute(strings("activations", activation(shape.spec().nonlinearity())));
            case LSTM, BIGRAM -> {
                // An LSTM's default activations are the network's.
            }
        }
        // The operator's output has an axis for directions: [time, 1, batch, hidden].
        String axis = constantAxis();
        String output = "layer" + layer;
        node("Squeeze", List.of("y" + layer, axis), List.of(output));
        return output;
    }

    private String operator() {
        return switch (shape.architecture()) {
            case RNN -> "RNN";
            case GRU -> "GRU";
            case LSTM -> "LSTM";
            case BIGRAM -> throw new IllegalStateException("A bigram has no recurrent layers.");
        };
    }

    /** Where ONNX's gates stand in PyTorch's order: r,z,n become z,r,h and i,f,g,o become i,o,f,c. */
    private int[] gateOrder() {
        return switch (shape.architecture()) {
            case RNN -> new int[] {0};
            case GRU -> new int[] {1, 0, 2};
            case LSTM -> new int[] {0, 3, 1, 2};
            case BIGRAM -> new int[0];
        };
    }

    private float[] recurrentBias(int layer, int[] gateOrder) {
        return shape.hasRecurrentBias()
                ? reordered(ParameterNames.recurrentBias(layer), gateOrder)
                : new float[shape.gates() * shape.hidden()];
    }

    private float[] reordered(String name, int[] gateOrder) {
        float[] values = weights.get(name).values();
        int gate = values.length / gateOrder.length;
        float[] result = new float[values.length];
        for (int i = 0; i < gateOrder.length; i++) {
            System.arraycopy(values, gateOrder[i] * gate, result, i * gate, gate);
        }
        return result;
    }

    private static float[] concatenated(float[] first, float[] second) {
        float[] result = new float[first.length + second.length];
        System.arraycopy(first, 0, result, 0, first.length);
        System.arraycopy(second, 0, result, first.length, second.length);
        return result;
    }

    private static Weights.Tensor transposed(Weights.Tensor matrix) {
        int rows = matrix.shape()[0];
        int columns = matrix.shape()[1];
        float[] result = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = matrix.values()[row * columns + column];
            }
        }
        return new Weights.Tensor(new int[] {columns, rows}, result);
    }

    private String constantAxis() {
        String name = "direction_axis";
        if (graph.getInitializerList().stream().noneMatch(t -> t.getName().equals(name))) {
            graph.addInitializer(Tensors.int64(name, 1));
        }
        return name;
    }

    private void constant(String name, Weights.Tensor tensor) {
        constant(name, tensor.values(), tensor.shape());
    }

    private String constant(String name, float[] values, int... dimensions) {
        graph.addInitializer(Tensors.float32(name, values, dimensions));
        return name;
    }

    private NodeProto.Builder node(String operator, List<String> inputs, List<String> outputs) {
        return graph.addNodeBuilder()
                .setOpType(operator)
                .setName(operator.toLowerCase(Locale.ROOT) + "_" + graph.getNodeCount())
                .addAllInput(inputs)
                .addAllOutput(outputs);
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto strings(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addStrings(ByteString.copyFromUtf8(value))
                .build();
    }
}
