package io.escriba.inference.precision;

import io.escriba.inference.graph.Nodes;
import java.util.List;

/**
 * How a recurrent layer goes from one character to the next, as ONNX defines {@code RNN}, {@code GRU} and {@code LSTM} (opset
 * 14) with their default activations. What it gives lies between -1 and 1, as long as its state began there.
 */
enum Cell {
    /** With {@code Tanh}. */
    RNN(1, 1) {
        @Override
        List<String> next(Nodes nodes, String input, String recurrent, List<String> states, int hidden) {
            String sum = nodes.add("Add", List.of(input, recurrent), "sum");
            return List.of(nodes.add("Tanh", List.of(sum), "h_next"));
        }
    },
    /** With {@code linear_before_reset}; gates in the order z, r, h. */
    GRU(3, 1) {
        @Override
        List<String> next(Nodes nodes, String input, String recurrent, List<String> states, int hidden) {
            String h = states.get(0);
            List<String> inputs = nodes.parts(input, "input", 2L * hidden, hidden);
            List<String> recurrents = nodes.parts(recurrent, "recurrent", 2L * hidden, hidden);
            String gateSum = nodes.add("Add", List.of(inputs.get(0), recurrents.get(0)), "gate_sum");
            List<String> gates = nodes.parts(nodes.add("Sigmoid", List.of(gateSum), "gates"), "gate", hidden, hidden);
            String update = gates.get(0);
            String reset = gates.get(1);
            String kept = nodes.add("Mul", List.of(reset, recurrents.get(1)), "kept");
            String candidate =
                    nodes.add("Tanh", List.of(nodes.add("Add", List.of(inputs.get(1), kept), "sum")), "candidate");
            String difference = nodes.add("Sub", List.of(h, candidate), "difference");
            String share = nodes.add("Mul", List.of(update, difference), "share");
            return List.of(nodes.add("Add", List.of(candidate, share), "h_next"));
        }
    },
    /** Gates in the order i, o, f, c; its state is h and c. */
    LSTM(4, 2) {
        @Override
        List<String> next(Nodes nodes, String input, String recurrent, List<String> states, int hidden) {
            String c = states.get(1);
            List<String> sums =
                    nodes.parts(nodes.add("Add", List.of(input, recurrent), "sum"), "sum", 3L * hidden, hidden);
            List<String> gates =
                    nodes.parts(nodes.add("Sigmoid", List.of(sums.get(0)), "gates"), "gate", hidden, hidden, hidden);
            String candidate = nodes.add("Tanh", List.of(sums.get(1)), "candidate");
            String written = nodes.add("Mul", List.of(gates.get(0), candidate), "written");
            String kept = nodes.add("Mul", List.of(gates.get(2), c), "kept");
            String cell = nodes.add("Add", List.of(kept, written), "c_next");
            String seen = nodes.add("Tanh", List.of(cell), "seen");
            return List.of(nodes.add("Mul", List.of(gates.get(1), seen), "h_next"), cell);
        }
    };

    private final int gates;
    private final int states;

    Cell(int gates, int states) {
        this.gates = gates;
        this.states = states;
    }

    /** How many numbers a unit's input and state are turned into. */
    int gates() {
        return gates;
    }

    /** How many tensors its state consists of. */
    int states() {
        return states;
    }

    /**
     * Adds one step.
     *
     * @param input with its bias, {@code [batch, gates * hidden]}
     * @param recurrent the same of the state
     * @param states {@code [batch, hidden]} each; the first is the layer's output
     * @return the next states
     */
    abstract List<String> next(Nodes nodes, String input, String recurrent, List<String> states, int hidden);
}
