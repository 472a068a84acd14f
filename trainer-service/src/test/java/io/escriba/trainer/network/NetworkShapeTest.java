package io.escriba.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.trainer.Specs;
import io.escriba.training.TrainingSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkShapeTest {
    /** The gpt is that of A. Karpathy's lecture "Let's build GPT". Keras prints 5,354,580 and 4,022,850 for the first two, TensorFlow's tutorial among others. */
    @ParameterizedTest
    @CsvSource({
        "tf-lstm-1024, 84, 5354580",
        "tf-gru-1024, 66, 4022850",
        "tf-lstm-2048, 84, 19076180",
        "keras-onehot-lstm, 57, 101009",
        "names-rnn, 60, 22160",
        "bigram, 65, 4225",
        "report-lstm, 65, 4265025",
        "gpt, 65, 10788929",
        "gpt-small, 65, 816705"
    })
    void aPresetHasAsManyParametersAsItsSource(String preset, int characters, long parameters) {
        TrainingSpec spec = TrainingSpec.base().with(Specs.json("{'preset':'" + preset + "'}"));

        assertThat(new NetworkShape(spec.network(), characters).parameterCount())
                .isEqualTo(parameters);
    }
}
