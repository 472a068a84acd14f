package io.escriba.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.escriba.model.ContextWindow;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.StateTensor;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrtCharacterModelTest {
    private static final ModelVersion VERSION = new ModelVersion(new Name("tiny"), 1);
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz João ção 😀\n");
    /** The plain calculation is of float64, the graph's of float32 over sums of some dozens. */
    private static final float TOLERANCE = 1e-4f;

    /** Enough for everything. */
    private static final StateMemory MEMORY = new StateMemory(1 << 30);

    private final TinyGru gru = new TinyGru(LETTERS, 48, 5);

    @Test
    void readsAPromptAsThePlainCalculationDoes() throws Exception {
        int[] ids = LETTERS.encode("joão e o coração 😀");
        try (CharacterModel model = open(gru, 1)) {
            float[] state = new float[model.stateSize()];
            float[] logits = new float[LETTERS.size()];

            model.read(ids, 0, ids.length, state, logits);

            assertClose(logits, gru.logits(ids));
        }
    }

    @Test
    void stepsAsThePlainCalculationDoes() throws Exception {
        int[] first = LETTERS.encode("um texto");
        int[] second = LETTERS.encode("outro ão");
        try (CharacterModel model = open(gru, 4)) {
            float[] zeros = new float[model.stateSize()];
            float[] logits = new float[4 * LETTERS.size()];
            model.load(0, zeros);
            model.load(1, zeros);

            for (int i = 0; i < first.length; i++) {
                model.step(new int[] {first[i], second[i]}, 2, logits);

                assertClose(row(logits, 0), gru.logits(Arrays.copyOf(first, i + 1)));
                assertClose(row(logits, 1), gru.logits(Arrays.copyOf(second, i + 1)));
            }
        }
    }

    @Test
    void goesOnFromAStateThatWasSavedInAnotherRow() throws Exception {
        try (CharacterModel model = open(gru, 3)) {
            float[] state = new float[model.stateSize()];
            float[] logits = new float[3 * LETTERS.size()];
            model.read(LETTERS.encode("ab"), 0, 2, state, logits);
            model.load(2, state);
            model.step(LETTERS.encode("xyc"), 3, logits);
            float[] saved = new float[model.stateSize()];

            model.save(2, saved);
            model.load(0, saved);
            model.step(LETTERS.encode("d"), 1, logits);

            assertClose(row(logits, 0), gru.logits(LETTERS.encode("abcd")));
        }
    }

    @Test
    void readsALongPromptInStretches() throws Exception {
        int[] ids = new Random(2)
                .ints(CharacterModel.LONGEST_READ + 3, 0, LETTERS.size())
                .toArray();
        try (CharacterModel model = open(gru, 1)) {
            float[] state = new float[model.stateSize()];
            float[] logits = new float[LETTERS.size()];

            model.read(ids, 0, CharacterModel.LONGEST_READ, state, logits);
            model.read(ids, CharacterModel.LONGEST_READ, ids.length, state, logits);

            assertClose(logits, gru.logits(ids));
        }
    }

    @Test
    void changesACacheInPlace() throws Exception {
        TinyContext network = new TinyContext(LETTERS, 16, 9);
        int[] ids = new Random(6).ints(16, 0, LETTERS.size()).toArray();
        try (CharacterModel model =
                OrtCharacterModel.open(network.manifest(VERSION), network.onnx(), 3, Processor.cpu(1), MEMORY)) {
            float[] state = new float[model.stateSize()];
            float[] logits = new float[3 * LETTERS.size()];
            model.read(ids, 0, 5, state, logits);
            assertClose(row(logits, 0), network.logits(Arrays.copyOf(ids, 5)));
            for (int row = 0; row < 3; row++) {
                model.load(row, state);
            }

            for (int i = 5; i < 16; i++) {
                model.step(new int[] {i, i + 1, ids[i]}, 3, logits);

                assertClose(row(logits, 2), network.logits(Arrays.copyOf(ids, i + 1)));
            }
            model.save(2, state);
            assertThat(state[16]).isEqualTo(16);
            assertThat(model.context()).contains(new ContextWindow(16));
        }
    }

    @Test
    void refusesBytesThatAreNoGraph() {
        assertThatThrownBy(() -> OrtCharacterModel.open(
                        gru.manifest(VERSION), new byte[] {1, 2, 3}, 1, Processor.cpu(1), MEMORY))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("tiny@1");
    }

    @Test
    void namesEveryDifferenceFromTheManifest() {
        Manifest other = TinyGru.manifest(
                VERSION,
                Vocabulary.of("ab"),
                List.of(new StateTensor("h0", "h0_next", 7), new StateTensor("c0", "c0_next", 7)));

        assertThatThrownBy(() -> OrtCharacterModel.open(other, gru.onnx(), 1, Processor.cpu(1), MEMORY))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("'tiny@1'")
                .hasMessageContaining("input 'h0' is FLOAT [1, any, 48] but must be FLOAT [1, any, 7]")
                .hasMessageContaining("output 'h0_next' is")
                .hasMessageContaining("input 'c0' is missing")
                .hasMessageContaining("output 'c0_next' is missing")
                .hasMessageContaining("output 'logits' is FLOAT [any, any, %d] but must be FLOAT [any, any, 2]"
                        .formatted(LETTERS.size()));
    }

    @Test
    void refusesAGraphWithStateThatTheManifestDoesNotKnow() {
        Manifest stateless = TinyGru.manifest(VERSION, LETTERS, List.of());

        assertThatThrownBy(() -> OrtCharacterModel.open(stateless, gru.onnx(), 1, Processor.cpu(1), MEMORY))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("does not know the input 'h0'")
                .hasMessageContaining("does not know the output 'h0_next'");
    }

    @Test
    void saysHowManyTextsMayRunWhereTheirScoresDoNotFitIntoABuffer() {
        TinyNetwork bigram = TinyNetwork.bigram(LETTERS, 1);
        int most = Integer.MAX_VALUE / 4 / LETTERS.size();

        assertThatThrownBy(() -> OrtCharacterModel.open(
                        bigram.manifest(VERSION), bigram.onnx(), most + 1, Processor.cpu(1), MEMORY))
                .isInstanceOf(UnusableModelException.class)
                .hasMessage(
                        "Model 'tiny@1' has %d characters, so that a buffer holds the scores of %d texts, but %d may run"
                                        .formatted(LETTERS.size(), most, most + 1)
                                + " at once. Lower escriba.inference.max-streams to that.");
    }

    /** It may be there later, so this is no fault of the model's. */
    @Test
    void saysThatTheRuntimeHasNoMemory() {
        TinyNetwork insatiable = TinyNetwork.insatiable(LETTERS, 1);

        assertThatThrownBy(() -> OrtCharacterModel.open(
                        insatiable.manifest(VERSION), insatiable.onnx(), 1, Processor.cpu(1), MEMORY))
                .isInstanceOf(NoStateMemoryException.class)
                .hasMessageContaining("ONNX Runtime has no memory for model 'tiny@1'")
                .hasCauseInstanceOf(OrtException.class);
    }

    private static CharacterModel open(TinyGru gru, int rows) throws UnusableModelException, NoStateMemoryException {
        return OrtCharacterModel.open(gru.manifest(VERSION), gru.onnx(), rows, Processor.cpu(1), MEMORY);
    }

    private static float[] row(float[] logits, int row) {
        return Arrays.copyOfRange(logits, row * LETTERS.size(), (row + 1) * LETTERS.size());
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).containsExactly(expected, within(TOLERANCE));
    }
}
