package io.escriba.inference.session;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.StateTensor;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A network with random weights as a graph, of the operators that the trainer exports: an embedding, recurrent layers, dense
 * layers, scores. A bigram is a table of scores.
 */
public final class TinyNetwork {
    private static final int EMBEDDING = 8;
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    /** A recurrent layer. */
    public enum Cell {
        /** With tanh, as the others. */
        RNN("RNN", 1, "h"),
        /** What it gives has no bound. */
        RNN_WITH_RELU("RNN", 1, "h"),
        GRU("GRU", 3, "h"),
        LSTM("LSTM", 4, "hc");

        private final String operator;
        private final int gates;
        /** Each a letter. */
        private final String states;

        Cell(String operator, int gates, String states) {
            this.operator = operator;
            this.gates = gates;
            this.states = states;
        }

        private List<AttributeProto> attributes() {
            return switch (this) {
                case RNN, LSTM -> List.of();
                case RNN_WITH_RELU ->
                    List.of(AttributeProto.newBuilder()
                            .setName("activations")
                            .setType(AttributeProto.AttributeType.STRINGS)
                            .addStrings(ByteString.copyFromUtf8("Relu"))
                            .build());
                case GRU -> List.of(TinyGru.integer("linear_before_reset", 1));
            };
        }
    }

    /** What the first layer reads of a character. */
    public enum Input {
        EMBEDDING,
        ONE_HOT
    }

    private final Vocabulary vocabulary;
    private final Random random;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final List<StateTensor> states = new ArrayList<>();
    private TrainingSpec spec = TrainingSpec.base();

    private TinyNetwork(Vocabulary vocabulary, long seed) {
        this.vocabulary = vocabulary;
        this.random = new Random(seed);
        graph.addInput(TinyGru.info(Manifest.TOKENS, TensorProto.DataType.INT64, -1, -1))
                .addOutput(TinyGru.info(Manifest.LOGITS, TensorProto.DataType.FLOAT, -1, -1, vocabulary.size()));
    }

    /**
     * An LSTM whose weights depend on the seed alone.
     *
     * @param head units of the dense layers before the scores
     */
    public static TinyNetwork lstm(Vocabulary vocabulary, int hidden, int layers, List<Integer> head, long seed) {
        return recurrent(Cell.LSTM, Input.EMBEDDING, vocabulary, hidden, layers, head, seed);
    }

    /** A plain recurrent network whose weights depend on the seed alone. */
    public static TinyNetwork rnn(Vocabulary vocabulary, int hidden, int layers, long seed) {
        TinyNetwork network = recurrent(Cell.RNN, Input.EMBEDDING, vocabulary, hidden, layers, seed);
        network.spec = network.spec.with(Json.tree(Map.of("architecture", "rnn")));
        return network;
    }

    /** Layers of a kind, and scores, whose weights depend on the seed alone. */
    public static TinyNetwork recurrent(
            Cell cell, Input input, Vocabulary vocabulary, int hidden, int layers, long seed) {
        return recurrent(cell, input, vocabulary, hidden, layers, List.of(), seed);
    }

    /** A table whose scores depend on the seed alone. */
    public static TinyNetwork bigram(Vocabulary vocabulary, long seed) {
        TinyNetwork network = new TinyNetwork(vocabulary, seed);
        network.weights("table", 3, vocabulary.size(), vocabulary.size());
        network.add("Gather", List.of("table", Manifest.TOKENS), Manifest.LOGITS);
        return network;
    }

    /** A table of these scores, row by row. */
    public static TinyNetwork bigram(Vocabulary vocabulary, float... scores) {
        TinyNetwork network = new TinyNetwork(vocabulary, 0);
        network.graph.addInitializer(TinyGru.floats("table", scores, vocabulary.size(), vocabulary.size()));
        network.add("Gather", List.of("table", Manifest.TOKENS), Manifest.LOGITS);
        return network;
    }

    /** A table of a few whole numbers, so that many scores are equal. */
    public static TinyNetwork bigramOfFewScores(Vocabulary vocabulary, long seed) {
        Random random = new Random(seed);
        float[] scores = new float[vocabulary.size() * vocabulary.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(4);
        }
        return bigram(vocabulary, scores);
    }

    /** A table that is added to the largest number of an array of 128 TiB. */
    public static TinyNetwork insatiable(Vocabulary vocabulary, long seed) {
        TinyNetwork network = new TinyNetwork(vocabulary, seed);
        String table = network.weights("table", 3, vocabulary.size(), vocabulary.size());
        String scores = network.add("Gather", List.of(table, Manifest.TOKENS), "scores");
        network.integer("size", 1L << 45);
        String array = network.add("ConstantOfShape", List.of("size"), "array");
        String largest = network.add("ReduceMax", List.of(array), "largest");
        network.add("Add", List.of(scores, largest), Manifest.LOGITS);
        return network;
    }

    private static TinyNetwork recurrent(
            Cell cell, Input input, Vocabulary vocabulary, int hidden, int layers, List<Integer> head, long seed) {
        TinyNetwork network = new TinyNetwork(vocabulary, seed);
        network.integer("axis", 1);
        String top = network.read(input);
        int width = input == Input.EMBEDDING ? EMBEDDING : vocabulary.size();
        for (int layer = 0; layer < layers; layer++) {
            top = network.layer(cell, layer, top, width, hidden);
            width = hidden;
        }
        for (int layer = 0; layer < head.size(); layer++) {
            String dense = network.dense("dense" + layer, top, width, head.get(layer));
            top = network.add("Relu", List.of(dense), "active" + layer);
            width = head.get(layer);
        }
        network.dense(Manifest.LOGITS, top, width, vocabulary.size());
        return network;
    }

    private String read(Input input) {
        if (input == Input.EMBEDDING) {
            return add(
                    "Gather", List.of(weights("embedding", 1, vocabulary.size(), EMBEDDING), Manifest.TOKENS), "read");
        }
        graph.addInitializer(TinyGru.floats("off_on", new float[] {0, 1}, 2));
        return add("OneHot", List.of(Manifest.TOKENS, integer("depth", vocabulary.size()), "off_on"), "read");
    }

    /** Adds a recurrent layer and its states. */
    private String layer(Cell cell, int layer, String input, int width, int hidden) {
        float scale = (float) (1.5 / Math.sqrt(hidden));
        List<String> inputs = new ArrayList<>(List.of(
                input,
                weights("w" + layer, scale, 1, cell.gates * hidden, width),
                weights("r" + layer, scale, 1, cell.gates * hidden, hidden),
                weights("b" + layer, 0.2f, 1, 2 * cell.gates * hidden),
                ""));
        List<String> outputs = new ArrayList<>(List.of("y" + layer));
        for (String state : cell.states.chars().mapToObj(Character::toString).toList()) {
            StateTensor tensor = new StateTensor(state + layer, state + layer + "_next", hidden);
            states.add(tensor);
            inputs.add(tensor.input());
            outputs.add(tensor.output());
            graph.addInput(TinyGru.info(tensor.input(), TensorProto.DataType.FLOAT, 1, -1, hidden));
            graph.addOutput(TinyGru.info(tensor.output(), TensorProto.DataType.FLOAT, 1, -1, hidden));
        }
        NodeProto.Builder node = TinyGru.node(cell.operator, inputs, outputs.toArray(String[]::new));
        graph.addNode(node.addAttribute(TinyGru.integer("hidden_size", hidden)).addAllAttribute(cell.attributes()));
        return add("Squeeze", List.of("y" + layer, "axis"), "layer" + layer);
    }

    /** Adds {@code output = input weight + bias}. */
    private String dense(String output, String input, int from, int to) {
        String weight = weights(output + "_weight", (float) (4 / Math.sqrt(from)), from, to);
        String bias = weights(output + "_bias", 0.2f, to);
        return add("Add", List.of(add("MatMul", List.of(input, weight), output + "_product"), bias), output);
    }

    private String add(String operator, List<String> inputs, String output) {
        graph.addNode(TinyGru.node(operator, inputs, output));
        return output;
    }

    /** Adds a vector of one number. */
    private String integer(String name, long value) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(value));
        return name;
    }

    private String weights(String name, float scale, int... shape) {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = scale * (2 * random.nextFloat() - 1);
        }
        graph.addInitializer(TinyGru.floats(name, weights, shape));
        return name;
    }

    /** The manifest of this network. */
    public Manifest manifest(ModelVersion version) {
        return TinyGru.manifest(version, vocabulary, spec, states);
    }

    /** The bytes of {@code model.onnx}. */
    public byte[] onnx() {
        return onnx(Map.of());
    }

    /** The bytes of {@code model.onnx} with these texts in it. */
    public byte[] onnx(Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }
}
