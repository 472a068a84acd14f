package io.escriba.inference.session;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.escriba.inference.graph.Nodes;
import io.escriba.inference.graph.OnnxBytes;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import io.escriba.training.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes of a graph that scores the next id one that writes several: it chooses an id, reads it, chooses the next. The model's
 * own graph becomes the body of a {@code Scan} (ONNX, opset 16), followed by the operators that choose, so that its weights
 * are there once, however many ids a call writes.
 *
 * <p>An id is chosen as the service's sampler does it: weights of float64 relative to the likeliest id, added up in the order of
 * ids until they exceed a uniform number's share of them all. The sampler's exponential may differ in the last bits. So each
 * id comes with its certainty: how far the number was from the nearest one at which another id is chosen, as a share of
 * all weights. From {@link #CERTAIN} on no rounding can make a difference. It is not a number where a score is not finite.
 */
final class WritingGraph {
    /** With which no name of an exported model begins. */
    private static final String PREFIX = "writing/";

    /** The first opset in which every reduction takes its axes as an input. */
    private static final long AXES_AS_INPUT = 18;

    /**
     * The least certainty. A weight of either side is right to 2^-50, and a sum of n weights to n times 2^-53: together less
     * than half of this up to half a million ids, more than Unicode has assigned characters.
     */
    static final double CERTAIN = 0x1p-30;

    /** Input int64 [1, rows]: the id that each row reads first. */
    static final String LAST = PREFIX + "last";

    /** Input float64 [rows, 1], above 0: what scores are divided by. */
    static final String TEMPERATURES = PREFIX + "temperatures";

    /** Input bool [rows, 1], only where there is an end mark: whether it is never chosen. */
    static final String IGNORE_END = PREFIX + "ignore_end";

    /** Input float64 [steps, rows, 1], at least 0 and below 1: by which ids are chosen. */
    static final String NUMBERS = PREFIX + "numbers";

    /** Output int64 [steps, 1, rows]. */
    static final String IDS = PREFIX + "ids";

    /** Output float64 [steps, 1, rows, 1]. */
    static final String CERTAINTIES = PREFIX + "certainties";

    private static final String EXCLUDED = PREFIX + "excluded";

    private static final String STEPS = "steps";
    private static final String TIME = "time";
    private static final String ROWS = "batch";

    private final Manifest manifest;
    private final int vocabulary;
    private final long opset;

    private WritingGraph(Manifest manifest, long opset) {
        this.manifest = manifest;
        this.vocabulary = manifest.vocabulary().size();
        this.opset = opset;
    }

    /** Why a model cannot write several ids in one call, if it cannot. */
    static Optional<String> obstacle(Manifest manifest) {
        if (manifest.context().isPresent()) {
            return Optional.of("it must read its window again when that is full, which may be in the midst of a call");
        }
        if (manifest.spec().network().architecture() == Architecture.RNN) {
            return Optional.of("ONNX Runtime's operator RNN computes one row in another way than several");
        }
        return manifest.states().stream()
                .filter(StateTensor::inPlace)
                .findFirst()
                .map(state -> "its state '" + state.input()
                        + "' is changed in place, so that a choice that is too close cannot be taken back");
    }

    /**
     * Makes the graph. Its inputs and outputs are those above, and each of the model's state tensors under {@link #state}.
     *
     * @param onnx the bytes of {@code model.onnx}
     * @return the bytes of a model too
     * @throws UnusableModelException when the bytes are no model
     * @throws IllegalArgumentException when there is an {@link #obstacle}
     */
    static byte[] of(Manifest manifest, byte[] onnx) throws UnusableModelException {
        obstacle(manifest).ifPresent(reason -> {
            throw new IllegalArgumentException("Model '" + manifest.modelVersion()
                    + "' cannot write several characters in one call: " + reason + ".");
        });
        ModelProto model = parsed(manifest, onnx);
        long opset = model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty())
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElseThrow();
        return model.toBuilder()
                .setGraph(new WritingGraph(manifest, opset).around(model.getGraph()))
                .build()
                .toByteArray();
    }

    private static ModelProto parsed(Manifest manifest, byte[] onnx) throws UnusableModelException {
        try {
            return OnnxBytes.parsed(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new UnusableModelException(
                    "The file of model '" + manifest.modelVersion() + "' is no ONNX graph: " + e.getMessage()
                            + " Train it again.",
                    e);
        }
    }

    /** The name under which a call has a tensor that the model calls so. */
    static String state(String name) {
        return PREFIX + "state/" + name;
    }

    private GraphProto around(GraphProto model) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("escriba-writing");
        Nodes nodes = new Nodes(graph, PREFIX);
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        // The time is 1, but to say so would let the runtime compile the model differently from how it scores.
        inputs.add(nodes.input(LAST, TensorProto.DataType.INT64, TIME, ROWS));
        outputs.add(nodes.name("unread"));
        for (StateTensor state : manifest.states()) {
            inputs.add(addState(nodes::input, state(state.input()), state));
            outputs.add(addState(nodes::output, state(state.output()), state));
        }
        nodes.input(TEMPERATURES, TensorProto.DataType.DOUBLE, ROWS, 1);
        inputs.add(nodes.input(NUMBERS, TensorProto.DataType.DOUBLE, STEPS, ROWS, 1));
        outputs.add(nodes.output(IDS, TensorProto.DataType.INT64, STEPS, TIME, ROWS));
        outputs.add(nodes.output(CERTAINTIES, TensorProto.DataType.DOUBLE, STEPS, TIME, ROWS, 1));
        addExcluded(nodes);
        nodes.node("Scan", inputs, outputs)
                .addAttribute(Nodes.attribute("num_scan_inputs", 1))
                .addAttribute(Nodes.attribute("body", body(model)));
        return graph.build();
    }

    /** Adds which ids a row never chooses, bool [rows, vocabulary], where there are marks. */
    private void addExcluded(Nodes nodes) {
        if (hasMarks()) {
            int begin = manifest.vocabulary().beginMark().orElseThrow();
            int end = manifest.vocabulary().endMark().orElseThrow();
            nodes.input(IGNORE_END, TensorProto.DataType.BOOL, ROWS, 1);
            String ended = nodes.add("And", List.of(IGNORE_END, nodes.only("end", end, vocabulary)), "ended");
            nodes.add("Or", List.of(ended, nodes.only("begin", begin, vocabulary)), "excluded");
        }
    }

    private boolean hasMarks() {
        return manifest.vocabulary().marks();
    }

    /** One step: the model's graph on the ids that were chosen last, and what chooses the next. */
    private GraphProto body(GraphProto model) {
        GraphProto.Builder graph = model.toBuilder().clearInput().clearOutput();
        Nodes nodes = new Nodes(graph, PREFIX);
        nodes.input(Manifest.TOKENS, TensorProto.DataType.INT64, TIME, ROWS);
        manifest.states().forEach(state -> addState(nodes::input, state.input(), state));
        String number = nodes.input(nodes.name("number"), TensorProto.DataType.DOUBLE, ROWS, 1);
        String scores = nodes.cast(Manifest.LOGITS, "scores", TensorProto.DataType.DOUBLE);
        String sums = sums(nodes, scores);
        String last = nodes.integers("last_id", vocabulary - 1L);
        String total = nodes.add("Gather", List.of(sums, last), "total", Nodes.attribute("axis", 2));
        String target = nodes.add("Mul", List.of(total, number), "target");
        String next = next(nodes, sums, target);
        String certainty = certainty(nodes, scores, sums, total, target);
        nodes.output(next, TensorProto.DataType.INT64, TIME, ROWS);
        manifest.states().forEach(state -> addState(nodes::output, state.output(), state));
        nodes.output(nodes.add("Identity", List.of(next), "id"), TensorProto.DataType.INT64, TIME, ROWS);
        nodes.output(certainty, TensorProto.DataType.DOUBLE, TIME, ROWS, 1);
        return graph.build();
    }

    /** Adds the weights of all ids up to each one, [1, rows, vocabulary]. */
    private String sums(Nodes nodes, String scores) {
        String candidates = hasMarks()
                ? nodes.add(
                        "Where",
                        List.of(EXCLUDED, nodes.number("never", Double.NEGATIVE_INFINITY), scores),
                        "candidates")
                : scores;
        String best = reduced(nodes, "ReduceMax", candidates, "best");
        String behind = nodes.add("Sub", List.of(candidates, best), "behind");
        String weights =
                nodes.add("Exp", List.of(nodes.add("Div", List.of(behind, TEMPERATURES), "scaled")), "weights");
        return nodes.add("CumSum", List.of(weights, nodes.integer("id_axis", 2)), "sums");
    }

    /** Adds the id at which the sum exceeds the target: as many sums do not. */
    private static String next(Nodes nodes, String sums, String target) {
        String below = nodes.add("LessOrEqual", List.of(sums, target), "below");
        String passed = nodes.cast(below, "passed", TensorProto.DataType.INT64);
        return nodes.add(
                "ReduceSum", List.of(passed, nodes.integers("next_axis", -1)), "next", Nodes.attribute("keepdims", 0));
    }

    /** Adds how far from the target the nearest sum is, [1, rows, 1]. Zero times what is not finite is not a number. */
    private String certainty(Nodes nodes, String scores, String sums, String total, String target) {
        String distances =
                nodes.add("Abs", List.of(nodes.add("Sub", List.of(sums, target), "differences")), "distances");
        String share = nodes.add("Div", List.of(reduced(nodes, "ReduceMin", distances, "nearest"), total), "share");
        String doubt =
                nodes.add("Mul", List.of(reduced(nodes, "ReduceSum", scores, "all"), nodes.number("zero", 0)), "doubt");
        return nodes.add("Add", List.of(share, doubt), "certainty");
    }

    /** Adds what reduces the last axis to one number, and keeps it. */
    private String reduced(Nodes nodes, String operator, String input, String output) {
        if (opset >= AXES_AS_INPUT || operator.equals("ReduceSum")) {
            return nodes.add(operator, List.of(input, nodes.integers(output + "_axis", -1)), output);
        }
        AttributeProto axes = AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(-1)
                .build();
        return nodes.add(operator, List.of(input), output, axes);
    }

    /** Something that is added with its full name. */
    @FunctionalInterface
    private interface Declaration {
        String add(String name, TensorProto.DataType type, Object... dimensions);
    }

    private static String addState(Declaration declaration, String name, StateTensor state) {
        return declaration.add(name, TensorProto.DataType.FLOAT, 1, ROWS, state.width());
    }
}
