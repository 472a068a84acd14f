package io.escriba.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.ModelVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomModelTest {
    /** The embedding, gates of inputs, hidden units and biases, and the output, summed by hand. */
    @ParameterizedTest
    @CsvSource({
        "GRU_2X256, gru-2x256, 662913, 2048",
        "LSTM_2X512, lstm-2x512, 4265025, 8192",
        "GRU_2X640, gru-2x640, 5006145, 5120"
    })
    void hasTheSizeThatItsNameSays(Network network, String name, long parameters, long stateBytes) {
        RandomModel model = RandomModel.of(network);

        assertThat(model.name()).hasToString(name);
        assertThat(model.weights().count())
                .isEqualTo(parameters)
                .isEqualTo(model.shape().parameterCount());
        assertThat(model.stateBytes()).isEqualTo(stateBytes);
    }

    @Test
    void hasVersionsThatAreNotTheSameFile() {
        RandomModel model = RandomModel.of(Network.GRU_2X256);

        assertThat(model.onnx(1)).isEqualTo(model.onnx(1)).isNotEqualTo(model.onnx(2));
        assertThat(model.manifest(2).modelVersion()).isEqualTo(new ModelVersion(model.name(), 2));
    }

    @Test
    void hasPromptsOfItsOwnCharacters() {
        assertThat(RandomModel.VOCABULARY.size()).isEqualTo(65);
        assertThat(RandomModel.VOCABULARY.encode(RandomModel.prompt(1_000))).hasSize(1_000);
    }
}
