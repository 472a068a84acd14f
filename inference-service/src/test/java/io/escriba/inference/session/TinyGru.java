package io.escriba.inference.session;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.escriba.corpus.Dataset;
import io.escriba.model.Manifest;
import io.escriba.model.Metrics;
import io.escriba.model.ModelVersion;
import io.escriba.model.StateTensor;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A GRU with random weights: embedding, one recurrent layer, dense output. It can be had as a graph, and it computes the
 * same itself, in plain Java, after the operator's definition (ONNX {@code GRU}, opset 14, {@code linear_before_reset}).
 */
public final class TinyGru {
    private static final int EMBEDDING = 8;
    private static final int GATES = 3;

    private final Vocabulary vocabulary;
    private final int hidden;
    private final float[] embedding;
    private final float[] w;
    private final float[] r;
    private final float[] bias;
    private final float[] output;

    /** A network whose weights depend on the seed alone. */
    public TinyGru(Vocabulary vocabulary, int hidden, long seed) {
        Random random = new Random(seed);
        this.vocabulary = vocabulary;
        this.hidden = hidden;
        this.embedding = weights(random, vocabulary.size() * EMBEDDING, 1);
        this.w = weights(random, GATES * hidden * EMBEDDING, 0.5f);
        this.r = weights(random, GATES * hidden * hidden, (float) (1.5 / Math.sqrt(hidden)));
        this.bias = weights(random, 2 * GATES * hidden, 0.2f);
        this.output = weights(random, hidden * vocabulary.size(), 2);
    }

    private static float[] weights(Random random, int count, float scale) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = scale * (2 * random.nextFloat() - 1);
        }
        return weights;
    }

    /** The manifest of this network. */
    public Manifest manifest(ModelVersion version) {
        return manifest(version, vocabulary, List.of(new StateTensor("h0", "h0_next", hidden)));
    }

    /** A manifest with this vocabulary and state. */
    public static Manifest manifest(ModelVersion version, Vocabulary vocabulary, List<StateTensor> states) {
        return manifest(version, vocabulary, TrainingSpec.base(), states);
    }

    static Manifest manifest(ModelVersion version, Vocabulary vocabulary, TrainingSpec spec, List<StateTensor> states) {
        return new Manifest(
                version.name(),
                version.version(),
                version.name() + "-0-0",
                new Dataset("escriba.corpus", 0, 0, 1, version.name()),
                vocabulary,
                spec,
                states,
                new Metrics(1, 1, 1, 1, 1),
                Instant.EPOCH,
                "cpu",
                "test");
    }

    /** The bytes of {@code model.onnx}. */
    public byte[] onnx() {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("tiny")
                .addInput(info(Manifest.TOKENS, TensorProto.DataType.INT64, -1, -1))
                .addInput(info("h0", TensorProto.DataType.FLOAT, 1, -1, hidden))
                .addOutput(info(Manifest.LOGITS, TensorProto.DataType.FLOAT, -1, -1, vocabulary.size()))
                .addOutput(info("h0_next", TensorProto.DataType.FLOAT, 1, -1, hidden))
                .addInitializer(floats("embedding", embedding, vocabulary.size(), EMBEDDING))
                .addInitializer(floats("w", w, 1, GATES * hidden, EMBEDDING))
                .addInitializer(floats("r", r, 1, GATES * hidden, hidden))
                .addInitializer(floats("b", bias, 1, 2 * GATES * hidden))
                .addInitializer(floats("output", output, hidden, vocabulary.size()))
                .addInitializer(TensorProto.newBuilder()
                        .setName("axis")
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .addDims(1)
                        .addInt64Data(1))
                .addNode(node("Gather", List.of("embedding", Manifest.TOKENS), "embedded"))
                .addNode(node("GRU", List.of("embedded", "w", "r", "b", "", "h0"), "y", "h0_next")
                        .addAttribute(integer("hidden_size", hidden))
                        .addAttribute(integer("linear_before_reset", 1)))
                .addNode(node("Squeeze", List.of("y", "axis"), "top"))
                .addNode(node("MatMul", List.of("top", "output"), Manifest.LOGITS));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /** The logits after these ids, by plain arithmetic. */
    public float[] logits(int... ids) {
        double[] state = new double[hidden];
        for (int id : ids) {
            state = next(id, state);
        }
        float[] logits = new float[vocabulary.size()];
        for (int id = 0; id < logits.length; id++) {
            double sum = 0;
            for (int unit = 0; unit < hidden; unit++) {
                sum += state[unit] * output[unit * logits.length + id];
            }
            logits[id] = (float) sum;
        }
        return logits;
    }

    private double[] next(int id, double[] state) {
        float[] x = Arrays.copyOfRange(embedding, id * EMBEDDING, (id + 1) * EMBEDDING);
        double[] result = new double[hidden];
        for (int unit = 0; unit < hidden; unit++) {
            double update = sigmoid(input(0, unit, x) + recurrent(0, unit, state));
            double reset = sigmoid(input(1, unit, x) + recurrent(1, unit, state));
            double candidate = Math.tanh(input(2, unit, x) + reset * recurrent(2, unit, state));
            result[unit] = (1 - update) * candidate + update * state[unit];
        }
        return result;
    }

    private double input(int gate, int unit, float[] x) {
        int row = gate * hidden + unit;
        double sum = bias[row];
        for (int i = 0; i < EMBEDDING; i++) {
            sum += w[row * EMBEDDING + i] * x[i];
        }
        return sum;
    }

    private double recurrent(int gate, int unit, double[] state) {
        int row = gate * hidden + unit;
        double sum = bias[GATES * hidden + row];
        for (int i = 0; i < hidden; i++) {
            sum += r[row * hidden + i] * state[i];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static NodeProto.Builder node(String operator, List<String> inputs, String... outputs) {
        return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addAllOutput(Arrays.asList(outputs));
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static TensorProto floats(String name, float[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(raw));
        Arrays.stream(shape).forEach(tensor::addDims);
        return tensor.build();
    }

    static ValueInfoProto info(String name, TensorProto.DataType type, int... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (int size : shape) {
            if (size < 0) {
                dimensions.addDimBuilder().setDimParam("any" + dimensions.getDimCount());
            } else {
                dimensions.addDimBuilder().setDimValue(size);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
