package io.escriba.inference.session;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.StateTensor;
import io.escriba.vocabulary.Vocabulary;
import java.util.List;
import java.util.Random;

/** An LSTM with random weights as a graph: embedding, one recurrent layer with two states, dense output. */
public final class TinyLstm {
    private static final int EMBEDDING = 8;
    private static final int GATES = 4;
    private static final List<String> STATES = List.of("h0", "c0");

    private final Vocabulary vocabulary;
    private final int hidden;
    private final long seed;

    /** A network whose weights depend on the seed alone. */
    public TinyLstm(Vocabulary vocabulary, int hidden, long seed) {
        this.vocabulary = vocabulary;
        this.hidden = hidden;
        this.seed = seed;
    }

    /** The manifest of this network. */
    public Manifest manifest(ModelVersion version) {
        return TinyGru.manifest(
                version,
                vocabulary,
                STATES.stream()
                        .map(name -> new StateTensor(name, name + "_next", hidden))
                        .toList());
    }

    /** The bytes of {@code model.onnx}. */
    public byte[] onnx() {
        Random random = new Random(seed);
        int size = vocabulary.size();
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("tiny")
                .addInput(TinyGru.info(Manifest.TOKENS, TensorProto.DataType.INT64, -1, -1))
                .addOutput(TinyGru.info(Manifest.LOGITS, TensorProto.DataType.FLOAT, -1, -1, size))
                .addInitializer(weights(random, "embedding", 1, size, EMBEDDING))
                .addInitializer(weights(random, "w", 0.5f, 1, GATES * hidden, EMBEDDING))
                .addInitializer(weights(random, "r", (float) (1.5 / Math.sqrt(hidden)), 1, GATES * hidden, hidden))
                .addInitializer(weights(random, "b", 0.2f, 1, 2 * GATES * hidden))
                .addInitializer(weights(random, "output", 2, hidden, size))
                .addInitializer(TensorProto.newBuilder()
                        .setName("axis")
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .addDims(1)
                        .addInt64Data(1))
                .addNode(TinyGru.node("Gather", List.of("embedding", Manifest.TOKENS), "embedded"))
                .addNode(TinyGru.node(
                                "LSTM", List.of("embedded", "w", "r", "b", "", "h0", "c0"), "y", "h0_next", "c0_next")
                        .addAttribute(TinyGru.integer("hidden_size", hidden)))
                .addNode(TinyGru.node("Squeeze", List.of("y", "axis"), "top"))
                .addNode(TinyGru.node("MatMul", List.of("top", "output"), Manifest.LOGITS));
        for (String state : STATES) {
            graph.addInput(TinyGru.info(state, TensorProto.DataType.FLOAT, 1, -1, hidden));
            graph.addOutput(TinyGru.info(state + "_next", TensorProto.DataType.FLOAT, 1, -1, hidden));
        }
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static TensorProto weights(Random random, String name, float scale, int... shape) {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = scale * (2 * random.nextFloat() - 1);
        }
        return TinyGru.floats(name, weights, shape);
    }
}
