package io.escriba.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import io.escriba.trainer.network.LanguageModel;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.ngram.NgramTables;
import java.util.List;
import java.util.Optional;

/**
 * Looks up the longest known context of every character with one {@code Gather} for each of its characters, then the
 * prediction after it. Its state is the symbols that were read last, the last one last; 0 stands for none.
 */
final class NgramGraph {
    private static final String HISTORY = "ngram_history";

    private final NgramTables tables;
    private final Graph graph;

    NgramGraph(NgramTables tables, Graph graph) {
        this.tables = tables;
        this.graph = graph;
    }

    static Optional<StateTensor> state(NetworkShape shape) {
        return shape.ngramContext() == 0
                ? Optional.empty()
                : Optional.of(new StateTensor(HISTORY, HISTORY + "_next", shape.ngramContext() - 1));
    }

    /** Adds the mixture of the network's logits and the n-gram model's, {@code [time, batch, vocabulary]}. */
    void mixed(String logits, String output) {
        String context = longestContext(symbols());
        String rows = graph.table("ngram_levels", tables.levels(), tables.contexts(), tables.vocabulary());
        String levels = graph.add("Gather", List.of(rows, context), "ngram_level");
        String numbers = graph.add("Cast", List.of(levels), "ngram_level_float", to(TensorProto.DataType.FLOAT));
        float weight = LanguageModel.NGRAM_WEIGHT;
        String scaled =
                graph.add("Mul", List.of(numbers, number("ngram_scale", -NgramTables.STEP * weight)), "ngram_logits");
        String own = graph.add("Mul", List.of(logits, number("network_scale", 1 - weight)), "network_share");
        graph.add("Add", List.of(own, scaled), output);
    }

    /** Adds all symbols that are looked at, {@code [length - 1 + time, batch]}, and what is left of them for the next call. */
    private String symbols() {
        String last = graph.integers("ngram_history_axis", 0);
        String history = graph.add("Squeeze", List.of(HISTORY, last), "ngram_history_by_row");
        String integers = graph.add("Cast", List.of(history), "ngram_history_integers", to(TensorProto.DataType.INT64));
        String before = graph.add("Transpose", List.of(integers), "ngram_before", Graph.axes("perm", 1, 0));
        String read = graph.add("Add", List.of(Manifest.TOKENS, graph.integers("ngram_one", 1)), "ngram_read");
        String all = graph.add("Concat", List.of(before, read), "ngram_symbols", Graph.attribute("axis", 0));

        String kept = slice(all, 1 - tables.length(), Long.MAX_VALUE, "ngram_kept");
        String byRow = graph.add("Transpose", List.of(kept), "ngram_kept_by_row", Graph.axes("perm", 1, 0));
        String floats = graph.add("Cast", List.of(byRow), "ngram_kept_floats", to(TensorProto.DataType.FLOAT));
        graph.add("Unsqueeze", List.of(floats, last), HISTORY + "_next");
        return all;
    }

    /** Adds the number of each character's context, {@code [time, batch]}. */
    private String longestContext(String symbols) {
        int columns = tables.vocabulary() + 1;
        // In one axis: one index is looked up faster than two.
        String children = graph.integers32("ngram_children", tables.children());
        String context = graph.integers("ngram_empty", 1);
        String longest = "";
        for (int back = 0; back < tables.length(); back++) {
            long end = back == 0 ? Long.MAX_VALUE : -back;
            String symbol = slice(symbols, tables.length() - 1L - back, end, "ngram_symbol" + back);
            String row =
                    graph.add("Mul", List.of(context, graph.integers("ngram_columns", columns)), "ngram_row" + back);
            String place = graph.add("Add", List.of(row, symbol), "ngram_place" + back);
            String child = graph.add("Gather", List.of(children, place), "ngram_child" + back);
            context = graph.add("Cast", List.of(child), "ngram_context" + back, to(TensorProto.DataType.INT64));
            longest = back == 0 ? context : graph.add("Max", List.of(longest, context), "ngram_longest" + back);
        }
        return longest;
    }

    private String slice(String input, long from, long to, String output) {
        return graph.add(
                "Slice",
                List.of(
                        input,
                        graph.integers(output + "_from", from),
                        graph.integers(output + "_to", to),
                        graph.integers("ngram_history_axis", 0)),
                output);
    }

    private String number(String name, float value) {
        return graph.floats(name, new float[] {value}, 1);
    }

    private static AttributeProto to(TensorProto.DataType type) {
        return Graph.attribute("to", type.getNumber());
    }
}
