package io.escriba.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import io.escriba.inference.sampling.RecentCharacters;
import io.escriba.inference.sampling.Sampler;
import io.escriba.inference.sampling.UniformNumbers;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several characters a call are the ones that single steps and the sampler give, bit for bit, with the real runtime. */
class WritingTest {
    private static final ModelVersion VERSION = new ModelVersion(new Name("writer"), 1);
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz ãçé\n");
    private static final Vocabulary NAMES = Vocabulary.ofDocuments("abcdefghij".codePoints());
    private static final List<Double> TEMPERATURES = List.of(0.0, 1e-320, 1e-3, 0.3, 0.8, 1.0, 2.5, 10.0);
    private static final int LONGEST = 16;
    private static final int CHARACTERS = 41;

    /** Enough for everything. */
    private static final StateMemory MEMORY = new StateMemory(1 << 30);

    /** A model's file and what is said of it. */
    private record Network(Manifest manifest, byte[] onnx) {
        CharacterModel open(int rows, int threads) throws UnusableModelException, NoStateMemoryException {
            return OrtCharacterModel.open(manifest, onnx, rows, Processor.cpu(threads), LONGEST, MEMORY);
        }

        Vocabulary vocabulary() {
            return manifest.vocabulary();
        }
    }

    /** What so many rows have written, and the state that they are left with. */
    private record Texts(int[][] ids, float[][] states) {
        static Texts none(int rows, CharacterModel model) {
            return new Texts(new int[rows][CHARACTERS], new float[rows][model.stateSize()]);
        }
    }

    static Stream<Named<Network>> networks() throws InvalidProtocolBufferException {
        TinyGru gru = new TinyGru(LETTERS, 96, 8);
        TinyGru marked = new TinyGru(NAMES, 24, 3);
        TinyNetwork lstm = TinyNetwork.lstm(LETTERS, 96, 1, List.of(), 8);
        TinyNetwork bigram = TinyNetwork.bigramOfFewScores(NAMES, 4);
        return Stream.of(
                Named.of("GRU", new Network(gru.manifest(VERSION), gru.onnx())),
                Named.of("GRU of documents", new Network(marked.manifest(VERSION), marked.onnx())),
                Named.of("LSTM", new Network(lstm.manifest(VERSION), lstm.onnx())),
                Named.of("bigram", new Network(bigram.manifest(VERSION), bigram.onnx())),
                Named.of("GRU of a later opset", new Network(gru.manifest(VERSION), later(gru.onnx()))));
    }

    /** The same graph in an opset in which reductions take their axes as an input. */
    private static byte[] later(byte[] onnx) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(onnx).toBuilder()
                .clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
                .build()
                .toByteArray();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void writesWhatSingleStepsWrite(Network network) throws Exception {
        for (int threads : new int[] {1, 2}) {
            try (CharacterModel model = network.open(256, threads)) {
                for (int rows : new int[] {1, 2, 3, 7, 16, 64, 256}) {
                    List<Sampling> settings = settings(rows, 31L * rows + threads);
                    Texts expected = singly(model, network.vocabulary(), settings);
                    for (int length : new int[] {1, 2, 3, 8, 16}) {
                        Texts found = severally(model, network.vocabulary(), settings, length);

                        assertThat(found.ids())
                                .as("ids of %s rows, %s a call", rows, length)
                                .isDeepEqualTo(expected.ids());
                        assertThat(found.states())
                                .as("states of %s rows, %s a call", rows, length)
                                .isDeepEqualTo(expected.states());
                    }
                }
            }
        }
    }

    /** Many temperatures and seeds side by side. */
    private static List<Sampling> settings(int rows, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, rows)
                .mapToObj(row -> new Sampling(
                        TEMPERATURES.get(random.nextInt(TEMPERATURES.size())),
                        0,
                        1,
                        1,
                        random.nextBoolean(),
                        random.nextLong()))
                .toList();
    }

    private static void clear(CharacterModel model, int rows) {
        float[] zeros = new float[model.stateSize()];
        for (int row = 0; row < rows; row++) {
            model.load(row, zeros);
        }
    }

    private static Texts singly(CharacterModel model, Vocabulary vocabulary, List<Sampling> settings) {
        Texts texts = Texts.none(settings.size(), model);
        clear(model, settings.size());
        for (int place = 0; place < CHARACTERS; place++) {
            step(model, vocabulary, settings, texts, place);
        }
        save(model, texts);
        return texts;
    }

    private static void step(
            CharacterModel model, Vocabulary vocabulary, List<Sampling> settings, Texts texts, int place) {
        int rows = settings.size();
        Sampler sampler = new Sampler(vocabulary);
        float[] logits = new float[rows * vocabulary.size()];
        int[] last = IntStream.range(0, rows)
                .map(row -> last(vocabulary, texts, row, place))
                .toArray();
        model.step(last, rows, logits);
        for (int row = 0; row < rows; row++) {
            Sampling sampling = settings.get(row);
            texts.ids()[row][place] = sampler.sample(
                    logits,
                    row * vocabulary.size(),
                    sampling,
                    RecentCharacters.of(sampling, new int[0], 0),
                    UniformNumbers.at(sampling.seed(), place));
        }
    }

    private static int last(Vocabulary vocabulary, Texts texts, int row, int place) {
        return place == 0 ? vocabulary.start() : texts.ids()[row][place - 1];
    }

    private static void save(CharacterModel model, Texts texts) {
        for (int row = 0; row < texts.states().length; row++) {
            model.save(row, texts.states()[row]);
        }
    }

    /** At most so many characters a call, and a single step where a choice is too close, which is rare. */
    private static Texts severally(CharacterModel model, Vocabulary vocabulary, List<Sampling> settings, int length) {
        Texts texts = Texts.none(settings.size(), model);
        clear(model, settings.size());
        Writing writing = new Writing(settings.size(), length);
        int calls = 0;
        for (int place = 0; place < CHARACTERS; calls++) {
            int steps = Math.min(length, CHARACTERS - place);
            int written = write(model, vocabulary, settings, writing, texts, place, steps);
            if (written == 0) {
                step(model, vocabulary, settings, texts, place);
                written = 1;
            }
            place += written;
        }
        assertThat(calls).as("calls").isEqualTo((CHARACTERS + length - 1) / length);
        save(model, texts);
        return texts;
    }

    private static int write(
            CharacterModel model,
            Vocabulary vocabulary,
            List<Sampling> settings,
            Writing writing,
            Texts texts,
            int place,
            int steps) {
        tell(writing, vocabulary, settings, texts, place, steps);
        int written = model.write(writing);
        for (int row = 0; row < settings.size(); row++) {
            for (int step = 0; step < written; step++) {
                texts.ids()[row][place + step] = writing.id(step, row);
            }
        }
        return written;
    }

    private static void tell(
            Writing writing, Vocabulary vocabulary, List<Sampling> settings, Texts texts, int place, int steps) {
        writing.begin(settings.size(), steps);
        for (int row = 0; row < settings.size(); row++) {
            Sampling sampling = settings.get(row);
            writing.row(row, last(vocabulary, texts, row, place), sampling.temperature(), sampling.ignoreEnd());
            for (int step = 0; step < steps; step++) {
                writing.number(step, row, UniformNumbers.at(sampling.seed(), place + step));
            }
        }
    }

    @Test
    void stopsBeforeAChoiceThatIsTooClose() throws Exception {
        TinyGru gru = new TinyGru(LETTERS, 32, 8);
        try (CharacterModel model = new Network(gru.manifest(VERSION), gru.onnx()).open(3, 1)) {
            List<Sampling> settings = List.of(new Sampling(1, 0, 7), new Sampling(1, 0, 8), new Sampling(0, 0, 9));
            Texts expected = Texts.none(3, model);
            clear(model, 3);
            step(model, LETTERS, settings, expected, 0);
            step(model, LETTERS, settings, expected, 1);
            save(model, expected);
            double boundary = boundary(model, expected, 1, 10);
            clear(model, 3);
            Writing writing = new Writing(3, 4);
            tell(writing, LETTERS, settings, Texts.none(3, model), 0, 4);
            writing.number(2, 1, boundary);

            int written = model.write(writing);

            Texts found = Texts.none(3, model);
            save(model, found);
            assertThat(written).isEqualTo(2);
            assertThat(found.states()).isDeepEqualTo(expected.states());
            for (int row = 0; row < 3; row++) {
                assertThat(writing.id(0, row)).isEqualTo(expected.ids()[row][0]);
                assertThat(writing.id(1, row)).isEqualTo(expected.ids()[row][1]);
            }
        }
    }

    /** The number from which on a row's third id is a later one than this. Its state stays as it is. */
    private static double boundary(CharacterModel model, Texts texts, int row, int id) {
        float[] logits = new float[LETTERS.size()];
        model.load(0, texts.states()[row]);
        model.step(new int[] {texts.ids()[row][1]}, 1, logits);
        double best = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
        double[] weights = IntStream.range(0, logits.length)
                .mapToDouble(i -> StrictMath.exp(logits[i] - best))
                .toArray();
        return Arrays.stream(weights, 0, id + 1).sum() / Arrays.stream(weights).sum();
    }

    @Test
    void writesNothingWhereTheFirstChoiceIsTooClose() throws Exception {
        Vocabulary two = Vocabulary.of("ab");
        TinyNetwork even = TinyNetwork.bigram(two, 1, 1, 1, 1);
        try (CharacterModel model = new Network(even.manifest(VERSION), even.onnx()).open(1, 1)) {
            Writing writing = new Writing(1, 2);
            writing.begin(1, 2);
            writing.row(0, 0, 1, false);
            writing.number(0, 0, 0.5);
            writing.number(1, 0, 0.25);

            assertThat(model.write(writing)).isZero();
        }
    }

    /** A step then finds the same scores and says what is wrong with them. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void stopsBeforeAScoreThatIsNotFinite(float score) throws Exception {
        Vocabulary three = Vocabulary.of("abc");
        // From a to b, from b to c, and what follows c is broken.
        TinyNetwork broken = TinyNetwork.bigram(three, 0, 50, 0, 0, 0, 50, 0, score, 0);
        try (CharacterModel model = new Network(broken.manifest(VERSION), broken.onnx()).open(2, 1)) {
            Writing writing = new Writing(2, 4);
            writing.begin(2, 4);
            for (int row = 0; row < 2; row++) {
                writing.row(row, 0, row, false);
                for (int step = 0; step < 4; step++) {
                    writing.number(step, row, 0.7);
                }
            }

            int written = model.write(writing);

            assertThat(written).isEqualTo(2);
            assertThat(writing.id(1, 0)).isEqualTo(2);
            assertThat(writing.id(1, 1)).isEqualTo(2);
        }
    }

    @Test
    void onlyScoresWhereAWindowIsReadAgain() throws Exception {
        TinyContext context = new TinyContext(LETTERS, 24, 8);
        Manifest manifest = context.manifest(VERSION);
        try (CharacterModel model = new Network(manifest, context.onnx()).open(2, 1)) {
            assertThat(model.longestWrite()).isZero();
        }

        assertThatThrownBy(() -> WritingGraph.of(manifest, context.onnx()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'writer@1'")
                .hasMessageContaining("window");
    }

    @Test
    void refusesMoreThanItWasOpenedFor() throws Exception {
        TinyNetwork bigram = TinyNetwork.bigramOfFewScores(NAMES, 4);
        try (CharacterModel model = new Network(bigram.manifest(VERSION), bigram.onnx()).open(1, 1)) {
            Writing writing = new Writing(1, LONGEST + 1);
            writing.begin(1, LONGEST + 1);

            assertThatThrownBy(() -> model.write(writing))
                    .hasMessageContaining("16")
                    .hasMessageContaining("17");
        }
    }

    /** Upon which rests that a choice is certain. */
    @Test
    void exponentialOfTheRuntimeIsRightToFiftyBits() throws Exception {
        double[] exponents = new Random(1).doubles(100_000, -700, 0).toArray();

        double[] found = exponentials(exponents);

        for (int i = 0; i < exponents.length; i++) {
            double expected = StrictMath.exp(exponents[i]);
            assertThat(Math.abs(found[i] - expected)).isLessThanOrEqualTo(expected * 0x1p-50);
        }
    }

    private static double[] exponentials(double[] exponents) throws OrtException {
        byte[] onnx = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(GraphProto.newBuilder()
                        .setName("exponential")
                        .addInput(TinyGru.info("x", TensorProto.DataType.DOUBLE, -1))
                        .addOutput(TinyGru.info("y", TensorProto.DataType.DOUBLE, -1))
                        .addNode(TinyGru.node("Exp", List.of("x"), "y")))
                .build()
                .toByteArray();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(onnx);
                OnnxTensor x = OnnxTensor.createTensor(
                        environment, DoubleBuffer.wrap(exponents), new long[] {exponents.length});
                OrtSession.Result result = session.run(Map.of("x", x))) {
            return (double[]) result.get(0).getValue();
        }
    }
}
