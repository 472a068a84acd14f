package io.escriba.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The presets against the recipes that they are named for. */
class PresetsTest {
    @ParameterizedTest
    @CsvSource({"report-rnn, rnn", "report-gru, gru", "report-lstm, lstm"})
    void aReportTrainsTwoLayersOf512OnAnEmbeddingAsWide(String preset, String architecture) {
        assertRecipe(
                preset,
                "{'architecture':'" + architecture
                        + "','nonlinearity':'tanh','embedding':512,'hiddenSize':512,'layers':2,"
                        + "'dropout':0.5,'head':[],'sequenceLength':100,'batchSize':64,'optimizer':'adam','learningRate':0.002,"
                        + "'schedule':'constant'}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report-rnn", "report-gru", "report-lstm"})
    void aReportTakesThreeLayersAsAnOption(String preset) {
        TrainingSpec three = spec("{'preset':'" + preset + "','layers':3}");

        assertThat(three.preset()).hasValue(preset);
        assertThat(three.network().layers()).isEqualTo(3);
        assertThat(three).isEqualTo(spec("{'preset':'" + preset + "'}").with(json("{'layers':3}")));
        assertThat(Json.read(Json.text(three), TrainingSpec.class)).isEqualTo(three);
    }

    @Test
    void theKerasRecipePredictsTheLastOfFortyLowerCaseCharacters() {
        assertRecipe(
                "keras-onehot-lstm",
                "{'architecture':'lstm','embedding':'one-hot','hiddenSize':128,'layers':1,'dropout':0.0,"
                        + "'lowercase':true,'documents':'text','shuffle':true,'sequenceLength':40,'stride':3,'target':'last',"
                        + "'optimizer':'rmsprop','batchSize':96,'epochs':64,'schedule':'constant',"
                        + "'sampleTemperatures':[0.2,0.5,1.0,1.2],'sampleLength':400}");
        assertThat(spec("{'preset':'keras-onehot-lstm'}").network().head())
                .extracting(DenseLayer::units, layer -> layer.activation().orElseThrow(), DenseLayer::dropoutRate)
                .containsExactly(tuple(24, Nonlinearity.RELU, 0.2), tuple(32, Nonlinearity.RELU, 0.3));
    }

    @ParameterizedTest
    @CsvSource({"tf-gru-1024, gru, 1024, 20", "tf-lstm-1024, lstm, 1024, 20", "tf-lstm-2048, lstm, 2048, 50"})
    void aTensorFlowRecipeShufflesSequencesOf100(String preset, String architecture, int units, int epochs) {
        assertRecipe(
                preset,
                "{'architecture':'" + architecture + "','embedding':256,'hiddenSize':" + units
                        + ",'layers':1,'head':[],"
                        + "'dropout':0.0,'sequenceLength':100,'shuffle':true,'target':'all','batchSize':64,"
                        + "'optimizer':'adam','learningRate':0.001,'schedule':'constant','epochs':" + epochs + "}");
    }

    @Test
    void namesAreLinesAndTheirSamplesGreedy() {
        assertRecipe(
                "names-rnn",
                "{'architecture':'rnn','nonlinearity':'tanh','embedding':'one-hot','hiddenSize':100,'layers':1,"
                        + "'documents':'lines','optimizer':'adam','learningRate':0.005,'schedule':'constant','epochs':300,"
                        + "'sampleTemperatures':[0.0],'sampleLength':12}");
    }

    /** That every field is in the complete spec, and that the preset's limits are the only ones. */
    private static void assertRecipe(String preset, String recipe) {
        JsonNode complete = Json.tree(spec("{'preset':'" + preset + "'}"));

        json(recipe)
                .properties()
                .forEach(field -> assertThat(complete.path(field.getKey()).toString())
                        .as(field.getKey())
                        .isEqualTo(field.getValue().toString()));
        assertThat(complete.path("timeBudget").isTextual()).isFalse();
        assertThat(complete.path("steps").isNumber()).isFalse();
    }

    private static TrainingSpec spec(String request) {
        return TrainingSpec.base().with(json(request));
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }
}
