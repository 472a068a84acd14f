package io.escriba.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.escriba.trainer.Specs;
import io.escriba.training.Architecture;
import io.escriba.training.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterNetworkTest {
    private static final int VOCABULARY = 11;
    private static final int ROWS = 2;

    /** Of logits and states, which are below 3 here: float32 has seven digits, and every step adds to their errors. */
    private static final double TOLERANCE = 1e-5;

    /** Calls of different lengths; from one to the next the state is carried. */
    private static final int[] CALLS = {5, 1, 9};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'architecture':'rnn'",
                "'architecture':'rnn','nonlinearity':'relu'",
                "'architecture':'rnn','layers':2,'embedding':'one-hot'",
                "'architecture':'rnn','layers':2,'nonlinearity':'relu'",
                "'architecture':'gru'",
                "'architecture':'gru','layers':2",
                "'architecture':'gru','layers':2,'embedding':'one-hot'",
                "'architecture':'lstm'",
                "'architecture':'lstm','layers':2",
                "'architecture':'lstm','layers':2,'embedding':'one-hot'",
                "'architecture':'lstm','dropout':0.5,'layers':2",
                "'architecture':'gru','head':[{'units':4,'activation':'relu','dropout':0.5},{'units':6}]",
                "'architecture':'lstm','embedding':'one-hot','head':[{'units':6,'activation':'tanh'}]"
            })
    void everyStepFollowsTheEquations(String options) {
        NetworkShape shape = shape("{'hiddenSize':7,'embedding':5," + options + "}");
        SplittableRandom random = new SplittableRandom(3);
        try (NDManager manager = NDManager.newBaseManager();
                CharacterNetwork network = CharacterNetwork.create(shape, manager, random)) {
            List<RecurrentEquations> rows = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                rows.add(new RecurrentEquations(shape, network.weights()));
            }
            NDList state = network.zeroState(manager, ROWS);
            for (int time : CALLS) {
                int[] ids = random.ints((long) time * ROWS, 0, VOCABULARY).toArray();

                CharacterNetwork.Forward forward = network.forward(tokens(ids, time, manager), state);
                state = forward.state();

                assertThat(forward.logits().toFloatArray())
                        .containsExactly(logits(rows, ids), within((float) TOLERANCE));
            }
            assertThat(state.get(0).toFloatArray()).containsExactly(hidden(rows, shape), within((float) TOLERANCE));
            if (shape.architecture() == Architecture.LSTM) {
                assertThat(state.get(1).toFloatArray()).containsExactly(cells(rows, shape), within((float) TOLERANCE));
            }
        }
    }

    @Test
    void aBigramReadsTheRowOfEachCharacter() {
        NetworkShape shape = shape("{'architecture':'bigram'}");
        try (NDManager manager = NDManager.newBaseManager();
                CharacterNetwork network = CharacterNetwork.create(shape, manager, new SplittableRandom(3))) {
            float[] table = network.weights().get(ParameterNames.TABLE).values();

            float[] logits = network.forward(tokens(new int[] {4, 0}, 1, manager), new NDList())
                    .logits()
                    .toFloatArray();

            for (int i = 0; i < VOCABULARY; i++) {
                assertThat(logits[i]).isEqualTo(table[4 * VOCABULARY + i]);
                assertThat(logits[VOCABULARY + i]).isEqualTo(table[i]);
            }
        }
    }

    /** What belonged to the network would grow with every step. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'architecture':'bigram'",
                "'architecture':'rnn','layers':2,'dropout':0.5",
                "'architecture':'gru','layers':2,'dropout':0.5",
                "'architecture':'lstm','layers':2,'dropout':0.5,'head':[{'units':6,'activation':'tanh','dropout':0.2}]",
                "'architecture':'gpt','documents':'lines','contextLength':16,'layers':2,'dropout':0.5"
            })
    void whatAStepComputesBelongsToTheStep(String options) {
        NetworkShape shape = shape("{'hiddenSize':8,'embedding':5," + options + "}");
        try (NDManager manager = NDManager.newBaseManager();
                CharacterNetwork network = CharacterNetwork.create(shape, manager, new SplittableRandom(3))) {
            NDManager owner = network.parameters().iterator().next().getManager();
            int before = owner.getManagedArrays().size();
            JniUtils.setGradMode(true);
            for (Precision precision : Precision.values()) {
                try (NDManager step = manager.newSubManager()) {
                    NDArray tokens = tokens(new int[] {1, 2, 3, 4, 5, 6}, 3, step);

                    CharacterNetwork.Learning learning =
                            network.learn(tokens, network.zeroState(step, ROWS), new SeededDropout(), precision);
                    learning.addGradients(learning.logits().sum(), 1);
                    network.forward(tokens, network.zeroState(step, ROWS));
                }
            }

            assertThat(owner.getManagedArrays()).hasSize(before);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private static NetworkShape shape(String spec) {
        return new NetworkShape(Specs.tiny(spec).network(), VOCABULARY);
    }

    private static NDArray tokens(int[] ids, int time, NDManager manager) {
        long[] tokens = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = ids[i];
        }
        return manager.create(tokens, new Shape(time, ROWS));
    }

    /** {@code [time, rows, vocabulary]}. */
    private static float[] logits(List<RecurrentEquations> rows, int[] ids) {
        List<double[]> logits = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            logits.add(rows.get(i % ROWS).read(ids[i]));
        }
        return concatenated(logits);
    }

    /** {@code [layers, rows, hidden]}. */
    private static float[] hidden(List<RecurrentEquations> rows, NetworkShape shape) {
        List<double[]> states = new ArrayList<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (RecurrentEquations row : rows) {
                states.add(row.hidden(layer));
            }
        }
        return concatenated(states);
    }

    /** {@code [layers, rows, hidden]}. */
    private static float[] cells(List<RecurrentEquations> rows, NetworkShape shape) {
        List<double[]> states = new ArrayList<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (RecurrentEquations row : rows) {
                states.add(row.cell(layer));
            }
        }
        return concatenated(states);
    }

    private static float[] concatenated(List<double[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (double[] part : parts) {
            for (double value : part) {
                all[at++] = (float) value;
            }
        }
        return all;
    }
}
