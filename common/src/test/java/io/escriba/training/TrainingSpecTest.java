package io.escriba.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingSpecTest {
    private static final TrainingSpec DEFAULTS = TrainingSpec.base().with(json("{'layers':2,'timeBudget':'PT3M'}"));

    @Test
    void aRequestChangesWhatItNames() {
        TrainingSpec spec = DEFAULTS.with(json("{'architecture':'lstm','hiddenSize':256,'documents':'lines'}"));

        assertThat(spec.network().architecture()).isEqualTo(Architecture.LSTM);
        assertThat(spec.network().hiddenSize()).isEqualTo(256);
        assertThat(spec.examples().documents()).isEqualTo(Documents.LINES);
        assertThat(spec.network().layers()).isEqualTo(2);
        assertThat(spec.limits().timeBudget()).hasValue(Duration.ofMinutes(3));
    }

    @Test
    void aLimitReplacesTheOtherLimits() {
        TrainingSpec spec = DEFAULTS.with(json("{'epochs':3}"));

        assertThat(spec.limits().epochs()).hasValue(3L);
        assertThat(spec.limits().timeBudget()).isEmpty();
    }

    @Test
    void aCompleteSpecIsARequestForItself() {
        assertThat(DEFAULTS.with(Json.tree(DEFAULTS))).isEqualTo(DEFAULTS);
        assertThat(DEFAULTS.with(json("{'layers':null}"))).isEqualTo(DEFAULTS);
    }

    @Test
    void unknownFieldsAreRefusedByName() {
        assertThatThrownBy(() -> DEFAULTS.with(json("{'layer':2,'hidden':3}")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("Unknown: hidden, layer.")
                .hasMessageContaining("hiddenSize");
    }

    @Test
    void ofVeryManyUnknownFieldsTheFirstAreNamed() {
        String fields = IntStream.range(0, 1_000)
                .mapToObj(i -> "'f" + i + "':1")
                .collect(Collectors.joining(",", "{'a" + "a".repeat(1_000) + "':1,", "}"));

        assertThatThrownBy(() -> DEFAULTS.with(json(fields)))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        e -> assertThat(e.problems().get(0))
                                .startsWith("Unknown: " + "a".repeat(40) + "..., f0, f1,")
                                .contains(" and 961 more. Known are: ")
                                .hasSizeLessThan(1_500));
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        assertThatThrownBy(
                        () -> DEFAULTS.with(json("{'layers':9,'dropout':1,'learningRate':0,'validationFraction':0}")))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        e -> assertThat(e.problems()).hasSize(4))
                .hasMessageContaining("layers is 9; use 1 to 8.");
    }

    @Test
    void aValueOfTheWrongKindIsNamed() {
        assertThatThrownBy(() -> DEFAULTS.with(json("{'layers':'many'}")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage("The training spec cannot be used. layers is \"many\"; use a whole number.");
        assertThatThrownBy(() -> DEFAULTS.with(json("[1]")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("must be a JSON object");
    }

    @Test
    void aPresetIsLaidOverTheBaseAndTheRequestOverThePreset() {
        TrainingSpec spec = DEFAULTS.with(json("{'preset':'keras-onehot-lstm','epochs':2}"));

        assertThat(spec.preset()).hasValue("keras-onehot-lstm");
        assertThat(spec.network().embedding()).isEqualTo(Embedding.ONE_HOT);
        assertThat(spec.network().layers()).isEqualTo(1);
        assertThat(spec.network().head()).hasSize(2);
        assertThat(spec.examples().target()).isEqualTo(Target.LAST);
        assertThat(spec.limits().epochs()).hasValue(2L);
        assertThat(spec.limits().timeBudget()).isEmpty();
        assertThat(DEFAULTS.with(json("{'preset':'auto'}")).network()).isEqualTo(DEFAULTS.network());
    }

    @Test
    void everyPresetIsACompleteSpec() {
        assertThat(Presets.names()).contains("report-lstm", "names-rnn", "bigram", "auto");
        assertThat(Presets.names()).allSatisfy(name -> {
            TrainingSpec spec = DEFAULTS.with(json("{'preset':'" + name + "'}"));
            assertThat(TrainingSpec.base().with(Json.tree(spec))).isEqualTo(spec);
        });
        assertThatThrownBy(() -> DEFAULTS.with(json("{'preset':'base'}")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("use one of [auto, bigram,");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThatThrownBy(() -> DEFAULTS.with(json("{'target':'last','stride':3,'embedding':'warm'}")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("use a width or \"one-hot\"");
        assertThatThrownBy(() -> DEFAULTS.with(json("{'target':'last','stride':3}")))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        e -> assertThat(e.problems()).hasSize(2));
    }

    @Test
    void aGptNeedsHeadsThatDivideItsWidthAndExamplesThatFitItsContext() {
        assertThatThrownBy(() -> DEFAULTS.with(json(
                        "{'architecture':'gpt','hiddenSize':100,'heads':6,'contextLength':32,'sequenceLength':33}")))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "hiddenSize is 100 and heads is 6; a gpt needs a hiddenSize that its heads"
                                                + " divide without rest.",
                                        "shuffle is false, but a gpt carries no state from one example to the next;"
                                                + " use shuffle true, or documents lines.",
                                        "sequenceLength is 33 and contextLength is 32; a gpt learns sequences of at most"
                                                + " its contextLength."));
        assertThatThrownBy(() -> DEFAULTS.with(json("{'architecture':'gpt','heads':0,'contextLength':7}")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("heads is 0; use 1 to 64.")
                .hasMessageContaining("contextLength is 7; use 8 to 8192.");
    }

    @Test
    void aGptLearnsShuffledWindowsOrLines() {
        TrainingSpec windows = DEFAULTS.with(json("{'architecture':'gpt','shuffle':true}"));
        TrainingSpec lines = DEFAULTS.with(json("{'architecture':'gpt','documents':'lines'}"));

        assertThat(windows.network().contextLength()).isEqualTo(128);
        assertThat(windows.network().heads()).isEqualTo(4);
        assertThat(lines.network().architecture()).isEqualTo(Architecture.GPT);
    }

    @Test
    void whatOnlyAGptNeedsIsNotAskedOfTheOthers() {
        TrainingSpec spec = DEFAULTS.with(json("{'hiddenSize':100,'heads':7,'sequenceLength':1000}"));

        assertThat(spec.examples().shuffle()).isFalse();
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }

    @Test
    void tellsWhatIsOfTheWrongKindTogetherWithWhatIsUnknownAndOutOfRange() {
        assertThatThrownBy(() -> DEFAULTS.with(json("{'layers':'1','shuffle':0,'layer':2,'dropout':3,'epochs':'x'}")))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        invalid -> assertThat(invalid.problems())
                                .hasSize(5)
                                .contains(
                                        "layers is \"1\"; use a whole number.",
                                        "shuffle is 0; use true or false.",
                                        "epochs is \"x\"; use a whole number.")
                                .anySatisfy(problem -> assertThat(problem).startsWith("Unknown: layer."))
                                .anySatisfy(problem -> assertThat(problem).startsWith("dropout is 3")));
    }
}
