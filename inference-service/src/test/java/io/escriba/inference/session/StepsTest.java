package io.escriba.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How the memory of a model with a large state follows its streams. */
class StepsTest {
    private static final ModelVersion VERSION = new ModelVersion(new Name("large"), 1);
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefgh");
    private static final int CONTEXT = 8_192;
    /** A cache that is there once and a position that is there twice. */
    private static final long ROW = 4 * (CONTEXT + 2);
    /** Those that have memory from the beginning on. */
    private static final int FIRST = (int) ((4 << 20) / ROW);

    private static final int MOST = 2 * FIRST;
    private static final long ENOUGH = 64 << 20;

    private final TinyContext network = new TinyContext(LETTERS, CONTEXT, 3);
    private boolean exhausted;
    private int refusals;

    /** The JVM's memory, which may be exhausted. */
    private ByteBuffer allocate(int bytes) {
        if (exhausted) {
            refusals++;
            throw new OutOfMemoryError("Cannot reserve " + bytes + " bytes of direct buffer memory");
        }
        return ByteBuffer.allocateDirect(bytes);
    }

    @Test
    void givesTheSameBitsHoweverItsMemoryFollows() throws Exception {
        List<float[]> following = steps(true);

        List<float[]> constant = steps(false);

        assertThat(following).hasSameSizeAs(constant);
        for (int i = 0; i < constant.size(); i++) {
            assertThat(following.get(i)).as("step %s", i).containsExactly(constant.get(i));
        }
    }

    /** Takes texts further, first a few, then more than there were rows for, then a few again. */
    private List<float[]> steps(boolean following) throws Exception {
        Random random = new Random(5);
        List<float[]> scores = new ArrayList<>();
        try (CharacterModel model = open(new StateMemory(ENOUGH))) {
            int filled = 0;
            model.makeRoom(following ? 1 : MOST);
            for (int count : new int[] {3, FIRST, FIRST + 20, MOST, 7, 2, 9}) {
                if (following) {
                    assertThat(model.makeRoom(count)).isTrue();
                }
                for (; filled < count; filled++) {
                    model.load(filled, read(model, random));
                }
                for (int i = 0; i < 2; i++) {
                    float[] logits = new float[count * LETTERS.size()];
                    model.step(random.ints(count, 0, LETTERS.size()).toArray(), count, logits);
                    scores.add(logits);
                }
                filled = count;
            }
        }
        return scores;
    }

    private static float[] read(CharacterModel model, Random random) {
        float[] state = new float[model.stateSize()];
        int[] prompt = random.ints(1 + random.nextInt(20), 0, LETTERS.size()).toArray();
        model.read(prompt, 0, prompt.length, state, new float[LETTERS.size()]);
        return state;
    }

    @Test
    void takesMemoryAsItIsNeededAndGivesItBack() throws Exception {
        StateMemory memory = new StateMemory(3 * MOST * ROW);
        try (CharacterModel model = open(memory)) {
            assertThat(model.makeRoom(FIRST)).isTrue();
            memory.share((3 * MOST - FIRST - 1) * ROW).close();

            assertThat(model.makeRoom(FIRST + 1)).isTrue();

            assertThatThrownBy(() -> memory.share((3 * MOST - FIRST - 1) * ROW))
                    .isInstanceOf(NoStateMemoryException.class);
            memory.share((MOST - 1) * ROW).close();
            assertThat(model.makeRoom(1)).isTrue();
            memory.share((3 * MOST - FIRST - 1) * ROW).close();
        }
        memory.share(3 * MOST * ROW).close();
    }

    @Test
    void hasNoMoreRowsThanTheOtherModelsLeave() throws Exception {
        StateMemory memory = new StateMemory(8 * FIRST * ROW);
        StateMemory.Share others = memory.share(5 * FIRST * ROW);
        try (CharacterModel model = open(memory)) {
            assertThat(model.makeRoom(2 * FIRST)).isFalse();
            assertThat(model.makeRoom(2 * FIRST - 1)).isTrue();

            others.close();

            assertThat(model.makeRoom(2 * FIRST)).isTrue();
        }
    }

    @Test
    void goesOnWithItsRowsWhenTheJvmHasNoMoreMemory() throws Exception {
        StateMemory memory = new StateMemory(ENOUGH, this::allocate);
        try (CharacterModel model = open(memory)) {
            model.makeRoom(1);
            model.load(0, new float[model.stateSize()]);
            exhausted = true;

            assertThat(model.makeRoom(MOST)).isFalse();
            assertThat(model.makeRoom(FIRST + 1)).isFalse();

            assertThat(refusals).isEqualTo(1);
            assertThat(model.makeRoom(FIRST)).isTrue();
            float[] logits = new float[LETTERS.size()];
            model.step(new int[] {4}, 1, logits);
            assertThat(logits).isNotEqualTo(new float[LETTERS.size()]);
        }
        memory.share(ENOUGH).close();
    }

    @Test
    void takesNothingWhenTheJvmHasNoMemoryAtAll() throws Exception {
        StateMemory memory = new StateMemory(ENOUGH, this::allocate);
        exhausted = true;

        assertThatThrownBy(() -> open(memory)).isInstanceOf(OutOfMemoryError.class);

        memory.share(ENOUGH).close();
    }

    @Test
    void isNotLoadedWhereTheOthersTakeAll() throws Exception {
        StateMemory memory = new StateMemory(ENOUGH);
        StateMemory.Share others = memory.share(ENOUGH - FIRST * ROW);

        assertThatThrownBy(() -> open(memory))
                .isInstanceOf(NoStateMemoryException.class)
                .hasMessageContaining("escriba.inference.state-memory");

        others.close();
        open(memory).close();
    }

    private CharacterModel open(StateMemory memory) throws UnusableModelException, NoStateMemoryException {
        return OrtCharacterModel.open(network.manifest(VERSION), network.onnx(), MOST, Processor.cpu(1), memory);
    }
}
