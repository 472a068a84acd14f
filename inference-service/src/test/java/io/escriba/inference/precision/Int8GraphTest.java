package io.escriba.inference.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Named.named;

import io.escriba.inference.session.CharacterModel;
import io.escriba.inference.session.OrtCharacterModel;
import io.escriba.inference.session.Processor;
import io.escriba.inference.session.StateMemory;
import io.escriba.inference.session.TinyContext;
import io.escriba.inference.session.TinyNetwork;
import io.escriba.inference.session.TinyNetwork.Cell;
import io.escriba.inference.session.TinyNetwork.Input;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Int8GraphTest {
    private static final ModelVersion VERSION = new ModelVersion(new Name("tiny"), 1);
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz João ção 😀\n");
    private static final int[] TEXT = LETTERS.encode("era uma vez uma galinha que não tinha pena");

    /** Enough for everything. */
    private static final StateMemory MEMORY = new StateMemory(1 << 30);

    static Stream<Named<TinyNetwork>> networks() {
        return Stream.of(
                named("2 RNN", TinyNetwork.rnn(LETTERS, 64, 2, 1)),
                named("GRU of one-hot", network(Cell.GRU, Input.ONE_HOT, 48, 1, 2)),
                named("2 GRU", network(Cell.GRU, Input.EMBEDDING, 200, 2, 3)),
                named("LSTM of one-hot", network(Cell.LSTM, Input.ONE_HOT, 72, 1, 4)),
                named("3 LSTM", network(Cell.LSTM, Input.EMBEDDING, 96, 3, 5)));
    }

    private static TinyNetwork network(Cell cell, Input input, int hidden, int layers, long seed) {
        return TinyNetwork.recurrent(cell, input, LETTERS, hidden, layers, seed);
    }

    /** Logits here have a standard deviation of several units; what rounding does to them is small beside that. */
    @ParameterizedTest
    @MethodSource("networks")
    void scoresAlmostAsTheNetworkDoes(TinyNetwork network) throws Exception {
        try (CharacterModel exact = open(network, network.onnx(), 1, 1);
                CharacterModel reduced = open(network, Int8Graph.of(network.onnx()), 1, 1)) {
            float[] expected = scores(exact);
            float[] found = scores(reduced);

            double difference = 0;
            double square = 0;
            for (int i = 0; i < expected.length; i++) {
                difference += (found[i] - expected[i]) * (found[i] - expected[i]);
                square += expected[i] * expected[i];
            }
            assertThat(found).isNotEqualTo(expected);
            assertThat(Math.sqrt(difference / square)).isCloseTo(0, within(0.05));
        }
    }

    /** What makes a request repeat exactly. The sizes are those at which matrix kernels change their blocking. */
    @ParameterizedTest
    @MethodSource("networks")
    void givesARowTheSameBitsWhateverTheBatch(TinyNetwork network) throws Exception {
        int rows = 256;
        int size = LETTERS.size();
        int[] ids = new Random(3).ints(rows, 0, size).toArray();
        byte[] graph = Int8Graph.of(network.onnx());
        float[] alone = new float[size];
        float[] next = new float[0];
        for (int threads : new int[] {1, 2}) {
            try (CharacterModel model = open(network, graph, rows, threads)) {
                float[] state = new float[model.stateSize()];
                model.read(TEXT, 0, TEXT.length, state, new float[size]);
                if (next.length == 0) {
                    model.load(0, state);
                    model.step(ids, 1, alone);
                    next = new float[state.length];
                    model.save(0, next);
                }
                for (int count : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100, 128, 255, 256}) {
                    float[] among = new float[rows * size];
                    int last = count - 1;
                    int[] others = ids.clone();
                    others[last] = ids[0];
                    model.load(last, state);

                    model.step(others, count, among);

                    float[] saved = new float[state.length];
                    model.save(last, saved);
                    assertThat(Arrays.copyOfRange(among, last * size, count * size))
                            .as("logits among %s on %s threads", count, threads)
                            .containsExactly(alone);
                    assertThat(saved)
                            .as("state among %s on %s threads", count, threads)
                            .containsExactly(next);
                }
            }
        }
    }

    /** So that a text goes on after a pause, or in another process, as it would have without. */
    @ParameterizedTest
    @MethodSource("networks")
    void readsATextInAnyStretchesAndByStepsWithTheSameBits(TinyNetwork network) throws Exception {
        int size = LETTERS.size();
        try (CharacterModel model = open(network, Int8Graph.of(network.onnx()), 2, 1)) {
            float[] whole = new float[model.stateSize()];
            float[] expected = new float[size];
            model.read(TEXT, 0, TEXT.length, whole, expected);

            float[] parts = new float[model.stateSize()];
            float[] scores = new float[size];
            model.read(TEXT, 0, 1, parts, scores);
            model.read(TEXT, 1, 18, parts, scores);
            model.read(TEXT, 18, TEXT.length, parts, scores);
            assertThat(parts).containsExactly(whole);
            assertThat(scores).containsExactly(expected);

            model.load(0, new float[model.stateSize()]);
            for (int id : TEXT) {
                model.step(new int[] {id}, 1, scores);
            }
            model.save(0, parts);
            assertThat(parts).containsExactly(whole);
            assertThat(scores).containsExactly(expected);
        }
    }

    @Test
    void refusesANetworkWithoutRecurrentLayers() {
        TinyContext network = new TinyContext(LETTERS, 16, 9);

        assertThatThrownBy(() -> Int8Graph.of(network.onnx()))
                .isInstanceOf(NotReducibleException.class)
                .hasMessage("It has no recurrent layer, and only those can be computed with int8.");
    }

    @Test
    void refusesALayerWhoseOutputHasNoBound() {
        TinyNetwork network = network(Cell.RNN_WITH_RELU, Input.EMBEDDING, 16, 1, 1);

        assertThatThrownBy(() -> Int8Graph.of(network.onnx()))
                .isInstanceOf(NotReducibleException.class)
                .hasMessageContaining("RNN has the attribute activations")
                .hasMessageContaining("between -1 and 1");
    }

    @Test
    void refusesWhatIsNoGraph() {
        assertThatThrownBy(() -> Int8Graph.of(new byte[] {1, 2, 3}))
                .isInstanceOf(NotReducibleException.class)
                .hasMessageStartingWith("The graph cannot be read");
    }

    private static CharacterModel open(TinyNetwork network, byte[] graph, int rows, int threads) throws Exception {
        return OrtCharacterModel.open(network.manifest(VERSION), graph, rows, Processor.cpu(threads), MEMORY);
    }

    /** After each id of the text, one after the other. */
    private static float[] scores(CharacterModel model) {
        int size = LETTERS.size();
        float[] all = new float[TEXT.length * size];
        float[] scores = new float[size];
        model.read(TEXT, 0, TEXT.length, new float[model.stateSize()], scores);
        for (int place = 0; place < TEXT.length; place++) {
            model.scoresAt(place, scores);
            System.arraycopy(scores, 0, all, place * size, size);
        }
        return all;
    }
}
