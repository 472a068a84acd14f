package io.escriba.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.escriba.training.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    /** What whoever writes JSON need not know. */
    private static final List<String> OURS =
            List.of("io.escriba", "java", "jackson", "JsonToken", "Deserializ", "`", "Source:", "Creator");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"precision": "float16"}                       | precision is "float16"; use one of float32, bfloat16.
            {"precision": 3}                               | precision is 3; use one of float32, bfloat16.
            {"precision": ""}                              | precision is ""; use one of float32, bfloat16.
            {"documents": []}                              | documents is []; use one of text, lines.
            {"layers": "many"}                             | layers is "many"; use a whole number.
            {"layers": {}}                                 | layers is {}; use a whole number.
            {"layers": ""}                                 | layers is ""; use a whole number.
            {"layers": 99999999999}                        | layers is 99999999999; use a number nearer to 0.
            {"layers": 1.5}                                | layers is 1.5; use a whole number.
            {"layers": "1"}                                | layers is "1"; use a whole number.
            {"dropout": "0.5"}                             | dropout is "0.5"; use a number.
            {"stride": " "}                                | stride is " "; use a whole number.
            {"stride": ""}                                 | stride is ""; use a whole number.
            {"gradientClip": " "}                          | gradientClip is " "; use a number.
            {"shuffle": 0}                                 | shuffle is 0; use true or false.
            {"shuffle": "true"}                            | shuffle is "true"; use true or false.
            {"precision": 0}                               | precision is 0; use one of float32, bfloat16.
            {"initializeFrom": 3}                          | initializeFrom is 3; use a string.
            {"initializeFrom": true}                       | initializeFrom is true; use a string.
            {"timeBudget": 30}                             | timeBudget is 30; use a duration such as PT3M.
            {"stride": 2.5}                                | stride is 2.5; use a whole number.
            {"stride": true}                               | stride is true; use a whole number.
            {"dropout": "little"}                          | dropout is "little"; use a number.
            {"gradientClip": [1]}                          | gradientClip is [1]; use a number.
            {"shuffle": "maybe"}                           | shuffle is "maybe"; use true or false.
            {"timeBudget": "3 minutes"}                    | timeBudget is "3 minutes"; use a duration such as PT3M.
            {"timeBudget": {}}                             | timeBudget is {}; use a duration such as PT3M.
            {"initializeFrom": ["nomes"]}                  | initializeFrom is ["nomes"]; use a string.
            {"sampleTemperatures": 0.5}                    | sampleTemperatures is 0.5; use a list.
            {"sampleTemperatures": [1, "hot"]}             | sampleTemperatures[1] is "hot"; use a number.
            {"sampleTemperatures": [null]}                 | sampleTemperatures[0] is null; use a number.
            {"head": {"units": 4}}                         | head is {"units":4}; use a list.
            {"head": [24]}                                 | head[0] is 24; use an object.
            {"head": [{}]}                                 | head[0].units is missing.
            {"head": [{"units": 4, "activation": "gelu"}]} | head[0].activation is "gelu"; use one of tanh, relu.
            {"embedding": {}}                              | embedding is {}; use a width or "one-hot".
            """)
    void aValueThatDoesNotFitIsNamedWithWhatWouldFit(String spec, String problem) {
        MalformedJsonException refused =
                catchThrowableOfType(MalformedJsonException.class, () -> Json.bind(merged(spec), TrainingSpec.class));

        assertThat(refused).hasMessage(problem);
    }

    private static JsonNode merged(String spec) {
        Map<String, JsonNode> fields =
                Json.read(Json.text(TrainingSpec.base()), new TypeReference<Map<String, JsonNode>>() {});
        fields.putAll(Json.read(spec, new TypeReference<Map<String, JsonNode>>() {}));
        return Json.tree(fields);
    }

    @Test
    void theWholeMayNotFitEither() {
        assertThat(refused("[1, 2]", TrainingJob.class)).hasMessage("The JSON is [1,2]; use an object.");
        assertThat(refused("", TrainingJob.class)).hasMessage("The JSON is missing.");
        assertThat(refused("{\"id\": \"" + "x".repeat(80) + "\", \"model\": {}}", TrainingJob.class))
                .hasMessage("model is {}; use a string.");
        assertThat(refused("{\"type\": \"begun\"}", TrainingEvent.class))
                .hasMessage("The JSON is {\"type\":\"begun\"}; use an object with type as one of started, step, sample,"
                        + " checkpoint, completed, failed, cancelled.");
    }

    @Test
    void aLongValueIsShownInPart() {
        assertThat(refused("\"" + "x".repeat(80) + "\"", TrainingJob.class))
                .hasMessage("The JSON is \"" + "x".repeat(59) + "...; use an object.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"id\":", "{id: 1}", "{\"id\": 1} x", "NaN", "{\"id\": \"\u0001\"}", "[1 2]"})
    void aTextThatIsNoJsonIsToldWhere(String text) {
        MalformedJsonException refused = refused(text, TrainingJob.class);

        assertThat(refused).hasMessageStartingWith("This is no JSON: ").hasMessageContaining("line 1, column ");
        assertThat(refused.getMessage()).doesNotContain(OURS);
    }

    @Test
    void nothingIsReadAsMissing() {
        assertThat(Json.parse(" ")).isInstanceOf(MissingNode.class);
    }

    private static MalformedJsonException refused(String json, Class<?> type) {
        return catchThrowableOfType(MalformedJsonException.class, () -> Json.read(json, type));
    }
}
