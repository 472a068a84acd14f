package io.escriba.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.ParameterNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of a gpt, with the keys and values of the ids read so far as state (its cache). The state of a row is, for each
 * block, {@code k<block>} and {@code v<block>} of {@code [heads, context, hidden / heads]}, flattened, and {@code position},
 * how many ids of the window have been read. The id at place {@code i} of the window owns row {@code i} of each head. When the
 * window is full it must begin anew, with zeros: the graph refuses to read more.
 *
 * <p>Each attention is a product of one query with all places, those that are empty or come later masked. So a row gives the
 * same bits whatever the other rows are, and however a text is cut into calls. A cache has no reader but the
 * {@code ScatterElements} that writes the next one, so the two may share their memory.
 */
final class TransformerGraph {
    private static final String POSITION = "position";
    private static final float NORM_EPSILON = 1e-5f;

    private final NetworkShape shape;
    private final Graph graph;

    TransformerGraph(NetworkShape shape, Graph graph) {
        this.shape = shape;
        this.graph = graph;
    }

    static List<StateTensor> states(NetworkShape shape) {
        int width = Math.multiplyExact(shape.context().length(), shape.hidden());
        List<StateTensor> states = new ArrayList<>();
        for (int block = 0; block < shape.layers(); block++) {
            states.add(cache("k" + block, width));
            states.add(cache("v" + block, width));
        }
        states.add(new StateTensor(POSITION, POSITION + "_next", 1));
        return List.copyOf(states);
    }

    private static StateTensor cache(String name, int width) {
        return new StateTensor(name, name + "_next", width, true);
    }

    /** Adds everything up to the last normalization, {@code [batch, time, hidden]}. */
    String top() {
        String top = embedded(places());
        for (int block = 0; block < shape.layers(); block++) {
            String seen = attention(block, norm(ParameterNames.attentionNorm(block), top));
            top = graph.add("Add", List.of(top, seen), "seen" + block);
            String thought = feedForward(block, norm(ParameterNames.feedForwardNorm(block), top));
            top = graph.add("Add", List.of(top, thought), "block" + block);
        }
        return norm(ParameterNames.FINAL_NORM, top);
    }

    /** Adds where in the window each id stands, int64 {@code [batch, time]}, and the next position. */
    private String places() {
        String time = graph.add("Gather", List.of(shapeOfTokens(), graph.integer("zero", 0)), "time_now");
        String steps = graph.add("Range", List.of(graph.integer("zero", 0), time, graph.integer("one", 1)), "steps");
        String read = graph.add("Cast", List.of(POSITION), "position_id", castTo(TensorProto.DataType.INT64));
        String byRow = graph.add("Reshape", List.of(read, graph.integers("by_row", -1, 1)), "position_by_row");
        String passed = graph.add("Cast", List.of(time), "time_passed", castTo(TensorProto.DataType.FLOAT));
        graph.add("Add", List.of(POSITION, passed), POSITION + "_next");
        return graph.add("Add", List.of(byRow, steps), "places");
    }

    private String shapeOfTokens() {
        return graph.add("Shape", List.of(Manifest.TOKENS), "tokens_shape");
    }

    /** Adds the sum of both embeddings, and what each block's attention needs to know of the places. */
    private String embedded(String places) {
        addVisibility(places);
        addCacheIndices(places);
        String tokens = graph.add("Transpose", List.of(Manifest.TOKENS), "tokens_by_row", Graph.axes("perm", 1, 0));
        String characters =
                graph.add("Gather", List.of(graph.weight(ParameterNames.EMBEDDING), tokens), "embedded_characters");
        String positions =
                graph.add("Gather", List.of(graph.weight(ParameterNames.POSITION), places), "embedded_places");
        return graph.add("Add", List.of(characters, positions), "embedded");
    }

    /** Adds {@code unseen} {@code [batch, time, 1, 1, context]}: 0 for the places up to the id's own, minus infinity for others. */
    private void addVisibility(String places) {
        long[] all = new long[shape.context().length()];
        Arrays.setAll(all, place -> place);
        String own = graph.add("Unsqueeze", List.of(places, graph.integers("after_time", 2, 3, 4)), "own_place");
        String seen = graph.add("LessOrEqual", List.of(graph.integers("all_places", all), own), "is_seen");
        String zero = graph.floats("nothing", new float[] {0}, 1);
        String never = graph.floats("never", new float[] {Float.NEGATIVE_INFINITY}, 1);
        graph.add("Where", List.of(seen, zero, never), "unseen");
    }

    /** Adds where in the flattened caches each number of a new key and value belongs, {@code [1, batch, time * hidden]}. */
    private void addCacheIndices(String places) {
        int context = shape.context().length();
        int width = shape.headWidth();
        String batch = graph.add("Gather", List.of("tokens_shape", graph.integers("batch_axis", 1)), "batch_now");
        graph.node(
                        "Concat",
                        List.of(graph.integers("one_axis", 1), batch, graph.integers("rest", -1)),
                        List.of("flat_shape"))
                .addAttribute(Graph.attribute("axis", 0));
        String place = graph.add("Unsqueeze", List.of(places, graph.integers("last_axis", 2)), "place");
        String row = graph.add("Mul", List.of(place, graph.integers("head_width", width)), "place_in_head");
        long[] channels = new long[shape.hidden()];
        Arrays.setAll(channels, channel -> (long) channel / width * context * width + channel % width);
        String indices = graph.add("Add", List.of(row, graph.integers("channels", channels)), "places_by_channel");
        graph.add("Reshape", List.of(indices, "flat_shape"), "cache_indices");
    }

    private String attention(int block, String input) {
        int heads = shape.heads();
        int width = shape.headWidth();
        int context = shape.context().length();
        String mixed = graph.product(input, ParameterNames.attentionWeight(block), "mixed" + block);
        graph.node("Split", List.of(mixed), List.of("q" + block, "k" + block + "_new", "v" + block + "_new"))
                .addAttribute(Graph.attribute("axis", 2));
        String keys = cached("k" + block);
        String values = cached("v" + block);

        String scale = graph.floats("query_scale", new float[] {(float) (1 / Math.sqrt(width))}, 1);
        String scaled = graph.add("Mul", List.of("q" + block, scale), "q" + block + "_scaled");
        String queries = graph.add(
                "Reshape", List.of(scaled, graph.integers("query_shape", 0, 0, heads, width, 1)), "queries" + block);
        String column = graph.add("MatMul", List.of(keys, queries), "scores" + block + "_column");
        String scores = graph.add(
                "Reshape", List.of(column, graph.integers("score_shape", 0, 0, heads, 1, context)), "scores" + block);
        String masked = graph.add("Add", List.of(scores, "unseen"), "masked" + block);
        String attention = graph.add("Softmax", List.of(masked), "attention" + block, Graph.attribute("axis", -1));
        String attended = graph.add("MatMul", List.of(attention, values), "attended" + block);
        String joined = graph.add(
                "Reshape", List.of(attended, graph.integers("joined_shape", 0, 0, shape.hidden())), "joined" + block);
        return graph.linear(
                joined,
                ParameterNames.projectionWeight(block),
                ParameterNames.projectionBias(block),
                "projected" + block);
    }

    /** Adds the cache with the new ids in it, as the next state and, seen by heads, as what it returns. */
    private String cached(String cache) {
        String fresh = graph.add("Reshape", List.of(cache + "_new", "flat_shape"), cache + "_flat");
        String next = graph.add(
                "ScatterElements", List.of(cache, "cache_indices", fresh), cache + "_next", Graph.attribute("axis", 2));
        String byHeads = graph.integers(
                "cache_shape", -1, 1, shape.heads(), shape.context().length(), shape.headWidth());
        return graph.add("Reshape", List.of(next, byHeads), cache + "_by_heads");
    }

    /** GELU by the error function (Hendrycks and Gimpel 2016); opset 17 has no operator of its own for it. */
    private String feedForward(int block, String input) {
        String x = graph.linear(
                input, ParameterNames.expansionWeight(block), ParameterNames.expansionBias(block), "expanded" + block);
        String root = graph.floats("root_of_two", new float[] {(float) Math.sqrt(2)}, 1);
        String ratio = graph.add("Div", List.of(x, root), "gelu_ratio" + block);
        String erf = graph.add("Erf", List.of(ratio), "gelu_erf" + block);
        String one = graph.floats("one_float", new float[] {1}, 1);
        String sum = graph.add("Add", List.of(erf, one), "gelu_sum" + block);
        String product = graph.add("Mul", List.of(x, sum), "gelu_product" + block);
        String half = graph.floats("half", new float[] {0.5f}, 1);
        String gelu = graph.add("Mul", List.of(product, half), "gelu" + block);
        return graph.linear(
                gelu,
                ParameterNames.contractionWeight(block),
                ParameterNames.contractionBias(block),
                "contracted" + block);
    }

    private String norm(String name, String input) {
        return graph.add(
                "LayerNormalization",
                List.of(input, graph.weight(ParameterNames.scale(name)), graph.weight(ParameterNames.shift(name))),
                name + ".output",
                Graph.attribute("axis", -1),
                Graph.attribute("epsilon", NORM_EPSILON));
    }

    private static AttributeProto castTo(TensorProto.DataType type) {
        return Graph.attribute("to", type.getNumber());
    }
}
