package io.escriba.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.escriba.trainer.Specs;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.LanguageModel;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.ngram.KneserNey;
import io.escriba.trainer.ngram.NgramCounts;
import io.escriba.trainer.ngram.NgramTables;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture with every option of its network, as DJL computes it and as ONNX Runtime reads the exported file: with
 * its optimizations and without, as one sequence and character by character, several texts at a time.
 */
class IndependentReaderTest {
    private static final String TEXT = "Ó mar salgado, quanto do teu sal são lágrimas de quem te vê? ";
    private static final Vocabulary VOCABULARY = Vocabulary.of(TEXT);

    /** Texts that are read together: the same one, from different characters on. */
    private static final int ROWS = 3;

    private static final int TIME = 40;

    /** Of logits, which are below 5 here; nats. A tenth of what an export may differ by in {@link ExportCheck}. */
    private static final double TOLERANCE = 1e-5;

    static Stream<String> networks() {
        List<String> kinds = List.of(
                "'architecture':'rnn','nonlinearity':'tanh'",
                "'architecture':'rnn','nonlinearity':'relu'",
                "'architecture':'gru'",
                "'architecture':'lstm'");
        List<String> inputs = List.of("'embedding':5", "'embedding':'one-hot'");
        List<String> depths = List.of("'layers':1", "'layers':2,'dropout':0.5", "'layers':8");
        List<String> heads = List.of(
                "'head':[]",
                "'head':[{'units':9,'activation':'relu','dropout':0.2},{'units':7,'activation':'tanh'},{'units':8}]");
        Stream<String> recurrent = kinds.stream()
                .flatMap(kind -> inputs.stream()
                        .flatMap(input -> depths.stream()
                                .flatMap(depth ->
                                        heads.stream().map(head -> String.join(",", kind, input, depth, head)))));
        String gpt = "'architecture':'gpt','documents':'lines','contextLength':" + TIME;
        Stream<String> mixed = kinds.stream().map(kind -> kind + ",'ngramContext':3");
        Stream<String> transformers = heads.stream()
                .flatMap(head -> Stream.of(
                        gpt + ",'layers':1,'heads':1," + head, gpt + ",'layers':3,'heads':11,'dropout':0.1," + head));
        return Stream.of(
                        recurrent,
                        mixed,
                        transformers,
                        Stream.of("'architecture':'bigram'", "'architecture':'gru','ngramContext':8"))
                .flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyReaderGivesTheSameLogits(String options) throws OrtException {
        NetworkShape shape =
                new NetworkShape(Specs.tiny("{'hiddenSize':11," + options + "}").network(), VOCABULARY.size());
        try (NDManager engine = NDManager.newBaseManager();
                CharacterNetwork network = CharacterNetwork.create(shape, engine, new SplittableRandom(11))) {
            Optional<NgramTables> ngrams = ngrams(shape);
            byte[] onnx = OnnxExport.export(shape, network.weights(), ngrams, Map.of());
            LanguageModel model = LanguageModel.of(network, ngrams, engine);
            float[] whole = djl(model, TIME, engine);

            assertThat(largestDifference(djl(model, 1, engine), whole)).isLessThan(TOLERANCE);
            for (OptLevel optimizations : List.of(OptLevel.NO_OPT, OptLevel.ALL_OPT)) {
                for (int stride : new int[] {TIME, 1, 7}) {
                    float[] read = onnxRuntime(onnx, shape, optimizations, stride);
                    assertThat(largestDifference(read, whole))
                            .as("%s, %d a call", optimizations, stride)
                            .isLessThan(TOLERANCE);
                }
            }
        }
    }

    private static Optional<NgramTables> ngrams(NetworkShape shape) {
        if (shape.ngramContext() == 0) {
            return Optional.empty();
        }
        NgramCounts counts = new NgramCounts(VOCABULARY.size(), shape.ngramContext());
        counts.add(VOCABULARY.encode(TEXT));
        return Optional.of(KneserNey.tables(counts, 10_000));
    }

    private static float[] djl(LanguageModel network, int stride, NDManager engine) {
        List<float[]> logits = new ArrayList<>();
        try (NDManager manager = engine.newSubManager()) {
            NDList state = network.zeroState(manager, ROWS);
            for (int from = 0; from < TIME; from += stride) {
                long[] ids = ids(from, stride);
                NDArray tokens = manager.create(ids, new Shape(ids.length / ROWS, ROWS));
                CharacterNetwork.Forward forward = network.forward(tokens, state);
                logits.add(forward.logits().toFloatArray());
                state = forward.state();
            }
        }
        return concatenated(logits);
    }

    private static float[] onnxRuntime(byte[] onnx, NetworkShape shape, OptLevel optimizations, int stride)
            throws OrtException {
        List<float[]> logits = new ArrayList<>();
        try (GraphReader reader = new GraphReader(onnx, OnnxExport.states(shape), ROWS, optimizations)) {
            for (int from = 0; from < TIME; from += stride) {
                logits.add(reader.read(ids(from, stride)));
            }
        }
        return concatenated(logits);
    }

    /** The ids from a step on, {@code [time, rows]}. */
    private static long[] ids(int from, int most) {
        int[] text = VOCABULARY.encode(TEXT);
        int time = Math.min(most, TIME - from);
        long[] ids = new long[time * ROWS];
        Arrays.setAll(ids, i -> text[from + i / ROWS + i % ROWS * 4]);
        return ids;
    }

    private static float[] concatenated(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static double largestDifference(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            // What is no number is greater than any.
            double difference = Math.abs((double) actual[i] - expected[i]);
            largest = Double.compare(difference, largest) > 0 ? difference : largest;
        }
        return largest;
    }
}
