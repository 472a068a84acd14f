package io.escriba.inference.precision;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.escriba.inference.graph.OnnxBytes;
import io.escriba.model.Manifest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The graph of a recurrent network with weights of int8: each {@code RNN}, {@code GRU} and {@code LSTM} is written out by
 * {@link RecurrentLayer}, and the rest stays as it is. Inputs, outputs and state are those of the graph before, and a row
 * depends on no other: what is rounded has a fixed scale, and integers are added up exactly.
 */
public final class Int8Graph {
    private static final Set<String> RECURRENT = Set.of("RNN", "GRU", "LSTM");

    private final GraphProto graph;
    private final Map<String, TensorProto> constants;
    private final Map<String, NodeProto> producers = new HashMap<>();

    private Int8Graph(GraphProto graph) {
        this.graph = graph;
        this.constants = graph.getInitializerList().stream()
                .collect(Collectors.toMap(TensorProto::getName, Function.identity()));
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
        }
    }

    /**
     * Rewrites a graph.
     *
     * @param onnx the bytes of {@code model.onnx}, as trainers write it
     * @return the bytes of a graph for ONNX Runtime
     * @throws NotReducibleException when it has no layer that can be rewritten, or one that cannot; says why
     */
    public static byte[] of(byte[] onnx) throws NotReducibleException {
        return rewritten(parsed(onnx));
    }

    /** Rewrites a graph under the same conditions. */
    static byte[] rewritten(ModelProto model) throws NotReducibleException {
        return model.toBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(Int8Matrix.MICROSOFT)
                        .setVersion(1))
                .setGraph(new Int8Graph(model.getGraph()).rewritten())
                .build()
                .toByteArray();
    }

    /**
     * Reads a graph.
     *
     * @throws NotReducibleException when it is none
     */
    static ModelProto parsed(byte[] onnx) throws NotReducibleException {
        try {
            return OnnxBytes.parsed(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new NotReducibleException("The graph cannot be read: " + e.getMessage(), e);
        }
    }

    private GraphProto rewritten() throws NotReducibleException {
        if (graph.getNodeList().stream().noneMatch(node -> RECURRENT.contains(node.getOpType()))) {
            throw new NotReducibleException("It has no recurrent layer, and only those can be computed with int8.");
        }
        GraphProto.Builder result = graph.toBuilder().clearNode();
        for (NodeProto node : graph.getNodeList()) {
            if (RECURRENT.contains(node.getOpType())) {
                layer(node).write(result, source(node));
            } else {
                result.addNode(node);
            }
        }
        return withoutUnused(result);
    }

    private RecurrentLayer layer(NodeProto node) throws NotReducibleException {
        for (AttributeProto attribute : node.getAttributeList()) {
            boolean known = switch (attribute.getName()) {
                case "hidden_size" -> true;
                case "linear_before_reset" -> attribute.getI() == 1;
                case "activations" ->
                    attribute.getStringsList().stream()
                            .allMatch(name -> name.toStringUtf8().equals("Tanh"));
                default -> false;
            };
            if (!known) {
                throw new NotReducibleException("Its " + node.getOpType() + " has the attribute "
                        + attribute.getName() + ", for which there is no form with int8: what the layer gives must lie"
                        + " between -1 and 1.");
            }
        }
        Cell cell = Cell.valueOf(node.getOpType());
        TensorProto r = constant(node.getInput(2));
        int hidden = Math.toIntExact(r.getDims(2));
        return new RecurrentLayer(
                cell, node, hidden, floats(node.getInput(1)), floats(node.getInput(2)), floats(node.getInput(3)));
    }

    /** An exporter squeezes the directions out of a layer's output before the next one reads it. */
    private Source source(NodeProto layer) throws NotReducibleException {
        String input = layer.getInput(0);
        NodeProto producer = producers.getOrDefault(input, NodeProto.getDefaultInstance());
        if (producer.getOpType().equals("Gather") && producer.getInput(1).equals(Manifest.TOKENS)) {
            constant(producer.getInput(0));
            return new Source.Table(producer.getInput(0), Manifest.TOKENS);
        }
        if (producer.getOpType().equals("OneHot") && producer.getInput(0).equals(Manifest.TOKENS)) {
            return new Source.OneHot(Manifest.TOKENS);
        }
        if (producer.getOpType().equals("Squeeze") && isLayer(producer.getInput(0))) {
            return new Source.Layer(input);
        }
        throw new NotReducibleException("Its " + layer.getOpType() + " reads '" + input
                + "', which is neither the characters nor what the layer before gives.");
    }

    private boolean isLayer(String output) {
        return RECURRENT.contains(
                producers.getOrDefault(output, NodeProto.getDefaultInstance()).getOpType());
    }

    private TensorProto constant(String name) throws NotReducibleException {
        TensorProto constant = constants.get(name);
        if (constant == null || constant.getDataType() != TensorProto.DataType.FLOAT.getNumber()) {
            throw new NotReducibleException("'" + name + "' is no constant of float32.");
        }
        return constant;
    }

    private float[] floats(String name) throws NotReducibleException {
        ByteBuffer raw = constant(name).getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[raw.remaining() / Float.BYTES];
        raw.asFloatBuffer().get(values);
        return values;
    }

    /** Nodes stand in the order in which they are computed, so what the last ones do not use is not used. */
    private static GraphProto withoutUnused(GraphProto.Builder graph) {
        Set<String> used = new HashSet<>();
        graph.getOutputList().forEach(output -> used.add(output.getName()));
        List<NodeProto> nodes = new ArrayList<>();
        for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
            NodeProto node = graph.getNode(i);
            if (node.getOutputList().stream().anyMatch(used::contains)) {
                used.addAll(node.getInputList());
                nodes.add(node);
            }
        }
        Collections.reverse(nodes);
        List<TensorProto> constants = graph.getInitializerList().stream()
                .filter(constant -> used.contains(constant.getName()))
                .toList();
        return graph.clearNode()
                .addAllNode(nodes)
                .clearInitializer()
                .addAllInitializer(constants)
                .build();
    }
}
