package io.escriba.inference.session;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.StateTensor;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * A network that sees a limited context, with the state of a gpt: a cache that is changed in place, here of the ids
 * themselves, and a position. What it scores after an id is a sum over its window, each place with weights of its own.
 */
public final class TinyContext {
    private static final StateTensor POSITION = new StateTensor("position", "position_next", 1);

    private final Vocabulary vocabulary;
    private final int length;
    private final float[] weights;

    /** A network whose weights depend on the seed alone, and that sees so many ids. */
    public TinyContext(Vocabulary vocabulary, int length, long seed) {
        Random random = new Random(seed);
        this.vocabulary = vocabulary;
        this.length = length;
        this.weights = new float[length * vocabulary.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (random.nextFloat() - 0.5f) / vocabulary.size();
        }
    }

    private StateTensor cache() {
        return new StateTensor("k0", "k0_next", length, true);
    }

    /** The manifest of this network. */
    public Manifest manifest(ModelVersion version) {
        TrainingSpec spec = TrainingSpec.base()
                .with(Json.tree(Map.of(
                        "architecture", "gpt", "shuffle", true, "contextLength", length, "sequenceLength", length)));
        return TinyGru.manifest(version, vocabulary, spec, List.of(cache(), POSITION));
    }

    /** The bytes of {@code model.onnx}. */
    public byte[] onnx() {
        int size = vocabulary.size();
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("tiny")
                .addInput(TinyGru.info(Manifest.TOKENS, TensorProto.DataType.INT64, -1, -1))
                .addOutput(TinyGru.info(Manifest.LOGITS, TensorProto.DataType.FLOAT, -1, -1, size))
                .addInitializer(TinyGru.floats("weights", weights, length, size))
                .addInitializer(TinyGru.floats("one_float", new float[] {1}, 1))
                .addInitializer(integer("zero", 0))
                .addInitializer(integer("one", 1))
                .addInitializer(integer("first_axis", 0).toBuilder().addDims(1))
                .addInitializer(columns())
                .addNode(TinyGru.node("Shape", List.of(Manifest.TOKENS), "shape"))
                .addNode(TinyGru.node("Gather", List.of("shape", "zero"), "time"))
                .addNode(TinyGru.node("Range", List.of("zero", "time", "one"), "steps"))
                .addNode(cast("position", "read", TensorProto.DataType.INT64))
                .addNode(TinyGru.node("Add", List.of("read", "steps"), "places"))
                .addNode(TinyGru.node("Transpose", List.of(Manifest.TOKENS), "by_row"))
                .addNode(cast("by_row", "ids", TensorProto.DataType.FLOAT))
                .addNode(TinyGru.node("Add", List.of("ids", "one_float"), "numbers"))
                .addNode(TinyGru.node("Unsqueeze", List.of("numbers", "first_axis"), "updates"))
                .addNode(TinyGru.node("ScatterElements", List.of("k0", "places", "updates"), "k0_next")
                        .addAttribute(TinyGru.integer("axis", 2)))
                .addNode(cast("time", "passed", TensorProto.DataType.FLOAT))
                .addNode(TinyGru.node("Add", List.of("position", "passed"), "position_next"))
                .addNode(TinyGru.node("Transpose", List.of("places"), "last"))
                .addNode(TinyGru.node("LessOrEqual", List.of("columns", "last"), "seen"))
                .addNode(cast("seen", "mask", TensorProto.DataType.FLOAT))
                .addNode(TinyGru.node("Mul", List.of("k0_next", "mask"), "windows"))
                .addNode(TinyGru.node("MatMul", List.of("windows", "weights"), Manifest.LOGITS));
        for (StateTensor state : List.of(cache(), POSITION)) {
            graph.addInput(TinyGru.info(state.input(), TensorProto.DataType.FLOAT, 1, -1, state.width()));
            graph.addOutput(TinyGru.info(state.output(), TensorProto.DataType.FLOAT, 1, -1, state.width()));
        }
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /** The scores after the last of these ids, which are those of a window, by plain arithmetic. */
    public float[] logits(int... window) {
        float[] logits = new float[vocabulary.size()];
        for (int id = 0; id < logits.length; id++) {
            double sum = 0;
            for (int place = 0; place < window.length; place++) {
                sum += (window[place] + 1) * (double) weights[place * logits.length + id];
            }
            logits[id] = (float) sum;
        }
        return logits;
    }

    private static TensorProto integer(String name, long value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addInt64Data(value)
                .build();
    }

    private TensorProto columns() {
        return TensorProto.newBuilder()
                .setName("columns")
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(length)
                .addAllInt64Data(LongStream.range(0, length).boxed().toList())
                .build();
    }

    private static NodeProto.Builder cast(String from, String to, TensorProto.DataType type) {
        return TinyGru.node("Cast", List.of(from), to).addAttribute(TinyGru.integer("to", type.getNumber()));
    }
}
