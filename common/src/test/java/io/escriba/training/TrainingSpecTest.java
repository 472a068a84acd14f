package io.escriba.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingSpecTest {
    private static final TrainingSpec DEFAULTS = new TrainingSpec(
            Architecture.GRU,
            Nonlinearity.TANH,
            64,
            128,
            2,
            0.1,
            Documents.TEXT,
            100,
            32,
            0.005,
            Schedule.COSINE,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofMinutes(3)),
            0.1,
            1,
            List.of(0.5),
            100);

    @Test
    void aRequestChangesWhatItNames() {
        TrainingSpec spec = DEFAULTS.with(json("{'architecture':'lstm','hiddenSize':256,'documents':'lines'}"));

        assertThat(spec.architecture()).isEqualTo(Architecture.LSTM);
        assertThat(spec.hiddenSize()).isEqualTo(256);
        assertThat(spec.documents()).isEqualTo(Documents.LINES);
        assertThat(spec.layers()).isEqualTo(2);
        assertThat(spec.timeBudget()).hasValue(Duration.ofMinutes(3));
    }

    @Test
    void aLimitReplacesTheOtherLimits() {
        TrainingSpec spec = DEFAULTS.with(json("{'epochs':3}"));

        assertThat(spec.epochs()).hasValue(3L);
        assertThat(spec.timeBudget()).isEmpty();
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
                .hasMessageContaining("'layers'");
        assertThatThrownBy(() -> DEFAULTS.with(json("[1]")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("must be a JSON object");
    }

    @Test
    void theCosineFallsFromOneToAHundredth() {
        assertThat(Schedule.COSINE.factor(0)).isEqualTo(1);
        assertThat(Schedule.COSINE.factor(0.5)).isBetween(0.5, 0.51);
        assertThat(Schedule.COSINE.factor(1)).isEqualTo(0.01);
        assertThat(Schedule.CONSTANT.factor(0.9)).isEqualTo(1);
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }
}
