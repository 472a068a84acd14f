package io.escriba.inference.precision;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.escriba.inference.graph.Nodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One {@code RNN}, {@code GRU} or {@code LSTM} of a graph, written out with products of int8: one for the input of all
 * characters, then a {@code Scan} with one for the state of each. Its inputs and outputs keep their names.
 *
 * @param cell what kind of layer it is
 * @param node the operator
 * @param hidden units
 * @param w input weights {@code [gates * hidden, width]}
 * @param r recurrent weights {@code [gates * hidden, hidden]}
 * @param b input bias, then recurrent bias
 */
record RecurrentLayer(Cell cell, NodeProto node, int hidden, float[] w, float[] r, float[] b) {
    private static final int INPUT = 0;
    private static final int FIRST_STATE = 5;
    private static final String ROWS = "rows";

    /**
     * Adds the layer.
     *
     * @param input where what it reads comes from
     */
    void write(GraphProto.Builder graph, Source input) {
        String prefix = node.getOutput(0) + "_int8_";
        Nodes nodes = new Nodes(graph, prefix);
        int columns = cell.gates() * hidden;
        float[] inputBias = Arrays.copyOf(b, columns);
        String projected = input.projected(nodes, w, inputBias);
        String first = nodes.integers("first_axis", 0);
        List<String> scanInputs = new ArrayList<>();
        List<String> scanOutputs = new ArrayList<>();
        for (int state = 0; state < cell.states(); state++) {
            scanInputs.add(nodes.add("Squeeze", List.of(node.getInput(FIRST_STATE + state), first), "before" + state));
            scanOutputs.add(nodes.name("after" + state));
        }
        scanInputs.add(projected);
        scanOutputs.add(nodes.name("rows"));
        nodes.node("Scan", scanInputs, scanOutputs)
                .addAttribute(Nodes.attribute("num_scan_inputs", 1))
                .addAttribute(Nodes.attribute("body", step(prefix + "step_")));
        for (int state = 0; state < cell.states(); state++) {
            nodes.node("Unsqueeze", List.of(scanOutputs.get(state), first), List.of(node.getOutput(1 + state)));
        }
        String direction = nodes.integers("direction_axis", 1);
        nodes.node("Unsqueeze", List.of(nodes.name("rows"), direction), List.of(node.getOutput(INPUT)));
    }

    private GraphProto step(String prefix) {
        GraphProto.Builder body = GraphProto.newBuilder().setName(prefix + "graph");
        Nodes nodes = new Nodes(body, prefix);
        int columns = cell.gates() * hidden;
        List<String> states = IntStream.range(0, cell.states())
                .mapToObj(state -> nodes.name("before" + state))
                .toList();
        states.forEach(state -> nodes.input(state, TensorProto.DataType.FLOAT, ROWS, hidden));
        String input = nodes.input(nodes.name("projected"), TensorProto.DataType.FLOAT, ROWS, columns);

        float[] bias = Arrays.copyOfRange(b, columns, 2 * columns);
        String recurrent =
                Int8Matrix.transposed(r, columns, hidden).product(nodes, states.get(0), bias, "recurrent_product");
        List<String> next = cell.next(nodes, input, recurrent, states, hidden);

        next.forEach(state -> nodes.output(state, TensorProto.DataType.FLOAT, ROWS, hidden));
        String row = nodes.add("Identity", List.of(next.get(0)), "row");
        nodes.output(row, TensorProto.DataType.FLOAT, ROWS, hidden);
        return body.build();
    }
}
