package io.escriba.trainer.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.ParameterNames;
import io.escriba.training.Architecture;
import java.util.ArrayList;
import java.util.List;

/** {@code Gather} for the embedding or {@code OneHot}, and one {@code RNN}, {@code GRU} or {@code LSTM} a layer. */
final class RecurrentGraph {
    private final NetworkShape shape;
    private final Graph graph;

    RecurrentGraph(NetworkShape shape, Graph graph) {
        this.shape = shape;
        this.graph = graph;
    }

    static List<StateTensor> states(NetworkShape shape) {
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

    /** Adds everything up to the last recurrent layer's output {@code [time, batch, hidden]}. */
    String top() {
        String top = input();
        for (int layer = 0; layer < shape.layers(); layer++) {
            top = layer(layer, top);
        }
        return top;
    }

    /** Adds what turns tokens into numbers, {@code [time, batch, width]}. */
    private String input() {
        if (shape.isEmbedded()) {
            return graph.add("Gather", List.of(graph.weight(ParameterNames.EMBEDDING), Manifest.TOKENS), "embedded");
        }
        String depth = graph.integers("one_hot_depth", shape.vocabulary());
        String values = graph.floats("one_hot_values", new float[] {0, 1}, 2);
        return graph.add("OneHot", List.of(Manifest.TOKENS, depth, values), "one_hot");
    }

    /** Adds a layer that reads {@code input} {@code [time, batch, width]}. */
    private String layer(int layer, String input) {
        int[] gateOrder = gateOrder();
        int gateRows = shape.gates() * shape.hidden();
        String w = graph.floats(
                "w" + layer,
                reordered(ParameterNames.inputWeight(layer), gateOrder),
                1,
                gateRows,
                shape.inputWidth(layer));
        String r = graph.floats(
                "r" + layer, reordered(ParameterNames.recurrentWeight(layer), gateOrder), 1, gateRows, shape.hidden());
        String b = graph.floats(
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
        NodeProto.Builder node = graph.node(shape.architecture().name(), inputs, outputs);
        node.addAttribute(Graph.attribute("hidden_size", shape.hidden()));
        if (shape.architecture() == Architecture.GRU) {
            node.addAttribute(Graph.attribute("linear_before_reset", 1));
        }
        if (shape.architecture() == Architecture.RNN) {
            node.addAttribute(Graph.attribute(
                    "activations", OnnxExport.operator(shape.spec().nonlinearity())));
        }
        // The operator's output has an axis for directions: [time, 1, batch, hidden].
        return graph.add("Squeeze", List.of("y" + layer, graph.integers("direction_axis", 1)), "layer" + layer);
    }

    /** Where ONNX's gates stand in PyTorch's order: r,z,n become z,r,h and i,f,g,o become i,o,f,c. */
    private int[] gateOrder() {
        return switch (shape.architecture()) {
            case RNN -> new int[] {0};
            case GRU -> new int[] {1, 0, 2};
            case LSTM -> new int[] {0, 3, 1, 2};
            case BIGRAM, GPT -> throw new IllegalStateException(shape.architecture() + " has no gates.");
        };
    }

    private float[] recurrentBias(int layer, int[] gateOrder) {
        return shape.hasRecurrentBias()
                ? reordered(ParameterNames.recurrentBias(layer), gateOrder)
                : new float[shape.gates() * shape.hidden()];
    }

    private float[] reordered(String name, int[] gateOrder) {
        float[] values = graph.values(name);
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
}
