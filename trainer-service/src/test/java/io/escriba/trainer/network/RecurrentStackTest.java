package io.escriba.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.escriba.trainer.Specs;
import io.escriba.training.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradients that are written out here, beside those that the engine finds by itself. Nothing is rounded. */
class RecurrentStackTest {
    private static final int VOCABULARY = 11;
    private static final int ROWS = 3;

    /** Of numbers below 10, which are sums over all positions. */
    private static final float TOLERANCE = 2e-5f;

    private static final Precision BY_THE_ENGINE = Precision.FLOAT32;
    private static final Precision BY_PASSES = Precision.BFLOAT16;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'architecture':'rnn'",
                "'architecture':'rnn','nonlinearity':'relu','layers':3",
                "'architecture':'rnn','embedding':'one-hot','layers':2,'dropout':0.3",
                "'architecture':'gru'",
                "'architecture':'gru','layers':3",
                "'architecture':'gru','embedding':'one-hot','layers':2,'dropout':0.3",
                "'architecture':'lstm'",
                "'architecture':'lstm','layers':3",
                "'architecture':'lstm','embedding':'one-hot','layers':2,'dropout':0.3",
                "'architecture':'lstm','layers':2,'dropout':0.3,'head':[{'units':6,'activation':'tanh','dropout':0.2}]"
            })
    void learnsAsTheEngineDoes(String options) {
        assertSameLessons(options, 6, 4);
    }

    @ParameterizedTest
    @CsvSource({"rnn", "gru", "lstm"})
    void aSequenceMayBeOneCharacter(String architecture) {
        assertSameLessons("'architecture':'" + architecture + "','layers':2", 1, 1);
    }

    private static void assertSameLessons(String options, int... times) {
        List<float[]> expected = lessons(options, BY_THE_ENGINE, times);
        List<float[]> found = lessons(options, BY_PASSES, times);

        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).containsExactly(expected.get(i), within(TOLERANCE));
        }
    }

    /**
     * State, logits and the gradients of all parameters after each of several sequences, of which each goes on with the state of
     * the one before, and adds to its gradients.
     */
    private static List<float[]> lessons(String options, Precision precision, int... times) {
        NetworkShape shape = new NetworkShape(
                Specs.tiny("{'hiddenSize':7,'embedding':5," + options + "}").network(), VOCABULARY);
        SplittableRandom random = new SplittableRandom(3);
        SeededDropout dropout = new SeededDropout();
        List<float[]> numbers = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager();
                CharacterNetwork network = CharacterNetwork.create(shape, manager, random)) {
            JniUtils.setGradMode(true);
            NDList state = network.zeroState(manager, ROWS);
            for (int time : times) {
                dropout.restart(time);
                NDArray tokens = manager.create(
                        random.longs((long) time * ROWS, 0, VOCABULARY).toArray(), new Shape(time, ROWS));
                CharacterNetwork.Learning learning = network.learn(tokens, state, dropout, precision);

                learning.addGradients(learning.logits().square().sum(), 0.1f);

                state = new NDList();
                for (NDArray part : learning.state()) {
                    state.add(part.stopGradient());
                    numbers.add(part.toFloatArray());
                }
                numbers.add(learning.logits().toFloatArray());
                network.parameters()
                        .forEach(
                                parameter -> numbers.add(parameter.getGradient().toFloatArray()));
            }
        } finally {
            JniUtils.setGradMode(false);
        }
        return numbers;
    }
}
