package io.escriba.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.escriba.model.StateTensor;
import io.escriba.trainer.network.Weights;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An ONNX graph under construction, over the weights of one network. What adds a node returns the name of its output. */
final class Graph {
    static final String TIME = "time";
    static final String BATCH = "batch";

    private final Weights weights;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("escriba");
    private final Set<String> constants = new HashSet<>();

    Graph(Weights weights) {
        this.weights = weights;
    }

    void input(String name, TensorProto.DataType type, String... dimensions) {
        graph.addInput(Tensors.info(name, type, dimensions));
    }

    void output(String name, TensorProto.DataType type, String... dimensions) {
        graph.addOutput(Tensors.info(name, type, dimensions));
    }

    /** Adds what goes in and out of each call, {@code [1, batch, width]}. */
    void state(StateTensor state) {
        String width = Integer.toString(state.width());
        input(state.input(), TensorProto.DataType.FLOAT, "1", BATCH, width);
        output(state.output(), TensorProto.DataType.FLOAT, "1", BATCH, width);
    }

    /** A weight of the network, under its name. */
    String weight(String name) {
        Weights.Tensor tensor = weights.get(name);
        return floats(name, tensor.values(), tensor.shape());
    }

    float[] values(String weight) {
        return weights.get(weight).values();
    }

    /** Adds a constant; what has been added is not added again. */
    String floats(String name, float[] values, int... dimensions) {
        if (constants.add(name)) {
            graph.addInitializer(Tensors.float32(name, values, dimensions));
        }
        return name;
    }

    /** Adds a constant vector of int32; what has been added is not added again. */
    String integers32(String name, int[] values) {
        if (constants.add(name)) {
            graph.addInitializer(Tensors.int32(name, values, values.length));
        }
        return name;
    }

    /** Adds a table of uint8; what has been added is not added again. */
    String table(String name, byte[] values, int rows, int columns) {
        if (constants.add(name)) {
            graph.addInitializer(Tensors.uint8(name, values, rows, columns));
        }
        return name;
    }

    /** Adds a constant vector; what has been added is not added again. */
    String integers(String name, long... values) {
        if (constants.add(name)) {
            graph.addInitializer(Tensors.int64(name, values));
        }
        return name;
    }

    /** Adds a constant number without an axis; what has been added is not added again. */
    String integer(String name, long value) {
        if (constants.add(name)) {
            graph.addInitializer(Tensors.int64Scalar(name, value));
        }
        return name;
    }

    /** Adds {@code output = input weight^T + bias}. */
    String linear(String input, String weight, String bias, String output) {
        return add("Add", List.of(product(input, weight, output + "_product"), weight(bias)), output);
    }

    /** Adds {@code output = input weight^T}. */
    String product(String input, String weight, String output) {
        return product(input, weight, weights.get(weight), output);
    }

    /** Adds {@code output = input matrix^T}, the matrix under a name of its own. */
    String product(String input, String name, Weights.Tensor matrix, String output) {
        Weights.Tensor transposed = transposed(matrix);
        return add("MatMul", List.of(input, floats(name, transposed.values(), transposed.shape())), output);
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

    /** Adds a node with one output. */
    String add(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        node(operator, inputs, List.of(output)).addAllAttribute(List.of(attributes));
        return output;
    }

    NodeProto.Builder node(String operator, List<String> inputs, List<String> outputs) {
        return graph.addNodeBuilder()
                .setOpType(operator)
                .setName(operator.toLowerCase(Locale.ROOT) + "_" + graph.getNodeCount())
                .addAllInput(inputs)
                .addAllOutput(outputs);
    }

    GraphProto build() {
        return graph.build();
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto attribute(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addStrings(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto axes(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }
}
