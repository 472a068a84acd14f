package io.escriba.inference.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.inference.session.CharacterModel;
import io.escriba.inference.session.TinyContext;
import io.escriba.inference.session.TinyNetwork;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrecisionTrialTest {
    private static final ModelVersion VERSION = new ModelVersion(new Name("tiny"), 3);
    private static final Vocabulary LETTERS = Vocabulary.of("abcd");
    private static final TinyNetwork NETWORK =
            TinyNetwork.recurrent(TinyNetwork.Cell.GRU, TinyNetwork.Input.EMBEDDING, LETTERS, 8, 1, 1);
    private static final Manifest MANIFEST = NETWORK.manifest(VERSION);
    private static final Map<String, ServingPrecision> INT8 = Map.of("tiny", ServingPrecision.INT8);

    /** Of which every fourth character is the first letter. */
    private static final int[] HELD_OUT = LETTERS.encode("abcd".repeat(300));

    private static final byte[] GRAPH = NETWORK.onnx(Map.of(Manifest.HELD_OUT, Json.text(HELD_OUT)));

    /** Finds all letters equally likely, so the loss is ln 4 whatever the text. */
    private static final float FLAT = 0;

    private final List<FakeNetwork> opened = new ArrayList<>();

    @Test
    void computesAModelAsItWasTrainedUnlessAnotherPrecisionIsSet() throws Exception {
        PrecisionTrial trial = trial(new PrecisionRule(Map.of("other", ServingPrecision.INT8), 1), 9);

        PrecisionTrial.Opened found = trial.open(MANIFEST, GRAPH);

        assertThat(found.computation()).isEqualTo(Computation.EXACT);
        assertThat(opened).containsExactly((FakeNetwork) found.model());
    }

    @Test
    void takesInt8WhereTheLossRisesByLessThanTheRuleAllows() throws Exception {
        PrecisionTrial.Opened found = trial(new PrecisionRule(INT8, 0.01), 0.1f).open(MANIFEST, GRAPH);

        assertThat(found.computation().precision()).isEqualTo(ServingPrecision.INT8);
        assertThat(found.computation().problem()).isEmpty();
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).isClosed()).isTrue();
        assertThat(opened.get(1)).isSameAs(found.model());
        assertThat(opened.get(1).isClosed()).isFalse();
    }

    /** The loss rises by ln((3 + e^0.1) / 4) - 0.1 / 4 = 0.00095. */
    @Test
    void staysWithFloat32WhereTheLossRisesByMore() throws Exception {
        PrecisionTrial.Opened found =
                trial(new PrecisionRule(INT8, 0.0009), 0.1f).open(MANIFEST, GRAPH);

        assertThat(found.computation().precision()).isEqualTo(ServingPrecision.FLOAT32);
        assertThat(found.computation().problem())
                .contains(
                        "With int8 the loss on 1,199 held-out characters goes from 1.3863 to 1.3873 nats per character,"
                                + " 0.0010 more, and escriba.inference.most-loss-rise is 9.0E-4. Raise it if that is good enough,"
                                + " or set no precision for this model.");
        assertServesFloat32(found);
    }

    @Test
    void staysWithFloat32WhereTheLossIsNoNumber() throws Exception {
        PrecisionTrial.Opened found =
                trial(new PrecisionRule(INT8, 1), Float.NaN).open(MANIFEST, GRAPH);

        assertThat(found.computation().problem().orElseThrow()).contains("NaN");
        assertServesFloat32(found);
    }

    @Test
    void staysWithFloat32WhereNoTextWasKept() throws Exception {
        PrecisionTrial.Opened found = trial(new PrecisionRule(INT8, 1), 0).open(MANIFEST, NETWORK.onnx());

        assertThat(found.computation().problem().orElseThrow())
                .contains("holds no text on which the loss could be compared", "Train it again.");
        assertServesFloat32(found);
    }

    @Test
    void staysWithFloat32WhereTheTextSaysTooLittle() throws Exception {
        assertThat(problem(Json.text(Arrays.copyOf(HELD_OUT, 512))))
                .contains("holds 512 characters", "more than 512 are needed");
        assertThat(problem("[" + "4,".repeat(600) + "0]")).contains("ids outside its vocabulary of 4");
        assertThat(problem("once upon a time")).contains("cannot be read", "no JSON");
    }

    private String problem(String heldOut) throws Exception {
        return trial(new PrecisionRule(INT8, 1), 0)
                .open(MANIFEST, NETWORK.onnx(Map.of(Manifest.HELD_OUT, heldOut)))
                .computation()
                .problem()
                .orElseThrow();
    }

    @Test
    void staysWithFloat32WhereTheNetworkHasNoFormWithInt8() throws Exception {
        TinyContext network = new TinyContext(LETTERS, 16, 9);

        PrecisionTrial.Opened found =
                trial(new PrecisionRule(INT8, 1), 0).open(network.manifest(VERSION), network.onnx());

        assertThat(found.computation().problem())
                .contains("It has no recurrent layer, and only those can be computed with int8.");
        assertServesFloat32(found);
    }

    @Test
    void staysWithFloat32WhereTheRuntimeRefusesTheRewrittenGraph() throws Exception {
        PrecisionTrial trial = new PrecisionTrial(new PrecisionRule(INT8, 1), (manifest, graph) -> {
            if (!Arrays.equals(graph, GRAPH)) {
                throw new UnusableModelException("ONNX Runtime refuses the graph.");
            }
            return fake(FLAT);
        });

        PrecisionTrial.Opened found = trial.open(MANIFEST, GRAPH);

        assertThat(found.computation().problem())
                .contains("ONNX Runtime does not take its form with int8: ONNX Runtime refuses the graph.");
        assertServesFloat32(found);
    }

    @Test
    void staysWithFloat32WhereTheRewrittenGraphFails() throws Exception {
        PrecisionTrial trial = new PrecisionTrial(
                new PrecisionRule(INT8, 1),
                (manifest, graph) -> Arrays.equals(graph, GRAPH) ? fake(FLAT) : added(FakeNetwork.failing()));

        PrecisionTrial.Opened found = trial.open(MANIFEST, GRAPH);

        assertThat(found.computation().problem()).contains("Its form with int8 fails: It cannot read.");
        assertServesFloat32(found);
    }

    @Test
    void refusesAModelThatCannotBeServedAtAll() {
        PrecisionTrial trial = new PrecisionTrial(new PrecisionRule(INT8, 1), (manifest, graph) -> {
            throw new UnusableModelException("ONNX Runtime refuses the graph.");
        });

        assertThatThrownBy(() -> trial.open(MANIFEST, GRAPH)).isInstanceOf(UnusableModelException.class);
    }

    /** Exactly one of the models is left, and it is of the file itself. */
    private void assertServesFloat32(PrecisionTrial.Opened found) {
        assertThat(found.computation().precision()).isEqualTo(ServingPrecision.FLOAT32);
        assertThat(opened.stream().filter(network -> !network.isClosed())).containsExactly((FakeNetwork) found.model());
    }

    /** In which the file itself is {@link #FLAT}, and what is rewritten is not. */
    private PrecisionTrial trial(PrecisionRule rule, float rewritten) {
        return new PrecisionTrial(rule, (manifest, graph) -> fake(Arrays.equals(graph, GRAPH) ? FLAT : rewritten));
    }

    private CharacterModel fake(float first) {
        return added(new FakeNetwork(first));
    }

    private CharacterModel added(FakeNetwork network) {
        opened.add(network);
        return network;
    }
}
