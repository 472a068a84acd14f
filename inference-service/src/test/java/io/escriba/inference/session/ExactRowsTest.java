package io.escriba.inference.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes a request repeat exactly: what a network says of one text does not depend on the others, bit for bit. */
class ExactRowsTest {
    private static final ModelVersion VERSION = new ModelVersion(new Name("exact"), 1);
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz João ção 😀\n");
    private static final int ROWS = 256;
    /** At which matrix kernels change their blocking. */
    private static final int[] COUNTS = {2, 3, 4, 5, 7, 8, 11, 12, 15, 16, 17, 31, 32, 33, 64, 100, 128, 255, ROWS};

    /** Enough for everything. */
    private static final StateMemory MEMORY = new StateMemory(1 << 30);

    static Stream<Arguments> networks() {
        TinyGru gru = new TinyGru(LETTERS, 200, 6);
        TinyNetwork lstm = TinyNetwork.lstm(LETTERS, 512, 2, List.of(), 6);
        TinyNetwork head = TinyNetwork.lstm(LETTERS, 130, 1, List.of(300, 50), 6);
        TinyNetwork bigram = TinyNetwork.bigram(LETTERS, 6);
        Stream<Arguments> onAnyThreads = Stream.of(
                        network("GRU 200", gru.manifest(VERSION), gru.onnx()),
                        network("LSTM 2x512", lstm.manifest(VERSION), lstm.onnx()),
                        network("LSTM with dense layers", head.manifest(VERSION), head.onnx()),
                        network("bigram", bigram.manifest(VERSION), bigram.onnx()))
                .flatMap(network -> Stream.of(1, 2).map(threads -> Arguments.of(network, threads)));
        return Stream.concat(onAnyThreads, Stream.of(Arguments.of(plain(), 1)));
    }

    private static Network plain() {
        TinyNetwork rnn = TinyNetwork.rnn(LETTERS, 130, 2, 6);
        return network("RNN", rnn.manifest(VERSION), rnn.onnx());
    }

    /** A network to be opened. */
    private record Network(String name, Manifest manifest, byte[] graph) {
        CharacterModel open(int threads) throws UnusableModelException, NoStateMemoryException {
            return OrtCharacterModel.open(manifest, graph, ROWS, Processor.cpu(threads), MEMORY);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Network network(String name, Manifest manifest, byte[] graph) {
        return new Network(name, manifest, graph);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void givesARowTheSameBitsWhateverTheBatch(Network network, int threads) throws Exception {
        int[] ids = new Random(3).ints(ROWS, 0, LETTERS.size()).toArray();
        try (CharacterModel model = network.open(threads)) {
            assertThat(model.isExact()).isTrue();
            assertThat(model.makeRoom(ROWS)).isTrue();
            float[] state = new float[model.stateSize()];
            model.read(LETTERS.encode("era uma vez"), 0, 11, state, new float[LETTERS.size()]);
            float[] alone = new float[ROWS * LETTERS.size()];
            model.load(0, state);
            model.step(ids, 1, alone);
            float[] next = new float[model.stateSize()];
            model.save(0, next);

            for (int count : COUNTS) {
                float[] among = new float[ROWS * LETTERS.size()];
                int last = count - 1;
                int[] others = ids.clone();
                others[last] = ids[0];
                model.load(last, state);

                model.step(others, count, among);

                float[] saved = new float[model.stateSize()];
                model.save(last, saved);
                assertThat(row(among, last)).as("logits among %s", count).containsExactly(row(alone, 0));
                assertThat(saved).as("state among %s", count).containsExactly(next);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void givesTheSameBitsInOneCallAndInMany(Network network, int threads) throws Exception {
        int[] ids = new Random(5)
                .ints(CharacterModel.LONGEST_READ, 0, LETTERS.size())
                .toArray();
        try (CharacterModel model = network.open(threads)) {
            float[] whole = new float[model.stateSize()];
            model.read(ids, 0, ids.length, whole, new float[LETTERS.size()]);
            float[][] expected = new float[ids.length][LETTERS.size()];
            for (int i = 0; i < ids.length; i++) {
                model.scoresAt(i, expected[i]);
            }
            float[] pieces = new float[model.stateSize()];
            float[] logits = new float[LETTERS.size()];

            for (int i = 0; i < ids.length; i++) {
                model.read(ids, i, i + 1, pieces, logits);

                assertThat(logits).as("logits after id %s", i).containsExactly(expected[i]);
            }
            assertThat(pieces).containsExactly(whole);
        }
    }

    /** Each thread may be left with one row, which ONNX Runtime's operator multiplies in another way than several. */
    @Test
    void promisesNothingForAPlainRecurrentNetworkOnSeveralThreads() throws Exception {
        try (CharacterModel model = plain().open(2)) {
            assertThat(model.isExact()).isFalse();
        }
    }

    private static float[] row(float[] logits, int row) {
        return Arrays.copyOfRange(logits, row * LETTERS.size(), (row + 1) * LETTERS.size());
    }
}
