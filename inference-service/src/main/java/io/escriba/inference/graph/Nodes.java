package io.escriba.inference.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is added to a graph. It is added under names that begin with the prefix, which no name of the graph does; what adds a
 * node or a constant returns the full name of its output. Inputs are given by their full names.
 */
public final class Nodes {
    private final GraphProto.Builder graph;
    private final String prefix;

    /** Adds to this graph. */
    public Nodes(GraphProto.Builder graph, String prefix) {
        this.graph = graph;
        this.prefix = prefix;
    }

    /** The full name of something that is added. */
    public String name(String name) {
        return prefix + name;
    }

    /** Adds a node with one output. */
    public String add(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        node(operator, inputs, List.of(name(output))).addAllAttribute(List.of(attributes));
        return name(output);
    }

    /** Adds a node whose outputs have these full names. */
    public NodeProto.Builder node(String operator, List<String> inputs, List<String> outputs) {
        return graph.addNodeBuilder()
                .setOpType(operator)
                .setName(outputs.get(0) + "_node")
                .addAllInput(inputs)
                .addAllOutput(outputs);
    }

    /** Adds a conversion. */
    public String cast(String input, String output, TensorProto.DataType type) {
        return add("Cast", List.of(input), output, attribute("to", type.getNumber()));
    }

    /** Adds the parts of a tensor along its last axis, each of a size of its own. */
    public List<String> parts(String input, String output, long... sizes) {
        List<String> outputs = IntStream.range(0, sizes.length)
                .mapToObj(part -> name(output) + "_" + part)
                .toList();
        node("Split", List.of(input, integers(output + "_sizes", sizes)), outputs)
                .addAttribute(attribute("axis", -1));
        return outputs;
    }

    /** Adds a constant of float32; a number where no shape is given. */
    public String floats(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, TensorProto.DataType.FLOAT, raw.array(), shape);
    }

    /** Adds a constant number of float64. */
    public String number(String name, double value) {
        ByteBuffer raw = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.putDouble(value);
        return constant(name, TensorProto.DataType.DOUBLE, raw.array());
    }

    /** Adds a constant number of int64. */
    public String integer(String name, long value) {
        return constant(name, TensorProto.DataType.INT64, littleEndian(value));
    }

    /** Adds a constant vector of int64. */
    public String integers(String name, long... values) {
        return constant(name, TensorProto.DataType.INT64, littleEndian(values), values.length);
    }

    private static byte[] littleEndian(long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return raw.array();
    }

    /** Adds a constant bool vector that is true in one place. */
    public String only(String name, int place, int size) {
        byte[] raw = new byte[size];
        raw[place] = 1;
        return constant(name, TensorProto.DataType.BOOL, raw, size);
    }

    /**
     * Adds a constant.
     *
     * @param raw its numbers, row by row, little endian
     * @param shape none for a number
     */
    public String constant(String name, TensorProto.DataType type, byte[] raw, long... shape) {
        TensorProto.Builder tensor = graph.addInitializerBuilder()
                .setName(name(name))
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(raw));
        for (long size : shape) {
            tensor.addDims(size);
        }
        return name(name);
    }

    /**
     * Declares an input of the graph by its full name.
     *
     * @param dimensions each a fixed size or the name of one that a call decides
     */
    public String input(String name, TensorProto.DataType type, Object... dimensions) {
        graph.addInput(info(name, type, dimensions));
        return name;
    }

    /** Declares an output of the graph in the same way. */
    public String output(String name, TensorProto.DataType type, Object... dimensions) {
        graph.addOutput(info(name, type, dimensions));
        return name;
    }

    private static ValueInfoProto info(String name, TensorProto.DataType type, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            if (dimension instanceof Integer size) {
                shape.addDimBuilder().setDimValue(size);
            } else {
                shape.addDimBuilder().setDimParam(dimension.toString());
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    /** An attribute that is a whole number. */
    public static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** An attribute that is a graph, as the body of a {@code Scan}. */
    public static AttributeProto attribute(String name, GraphProto value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(value)
                .build();
    }
}
