package io.escriba.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.escriba.trainer.Specs;
import io.escriba.training.TrainingSpec;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The networks of the presets, built on the engine, and their parameters as the structure of each recipe gives them. V
 * characters; H units; E the width of the embedding.
 *
 * <p>Keras has one bias in an LSTM, and two in a GRU whose reset gate stands behind the recurrent product
 * ({@code reset_after}), as here. PyTorch has two in every recurrent layer. Where nothing stands between them, as in its RNN
 * and LSTM, only their sum can be learned, so here there is one, and the recipes written for PyTorch have fewer parameters
 * here by as many as PyTorch has gates times units: {@code report-rnn} by 2 x 512, {@code report-lstm} by 2 x 4 x 512,
 * {@code names-rnn} by 100.
 */
class PresetNetworksTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    # Two layers, V E + 2 (H E + H H + H) + V (H + 1), with E = H = 512
                    report-rnn, {}, 65, 33280 + 2 * 524800 + 33345
                    # Two layers, V E + 2 * 3 (H E + H H + 2 H) + V (H + 1)
                    report-gru, {}, 65, 33280 + 6 * 525312 + 33345
                    # Two layers, V E + 2 * 4 (H E + H H + H) + V (H + 1)
                    report-lstm, {}, 65, 33280 + 8 * 524800 + 33345
                    report-rnn, {'layers':3}, 65, 33280 + 3 * 524800 + 33345
                    report-gru, {'layers':3}, 65, 33280 + 9 * 525312 + 33345
                    report-lstm, {'layers':3}, 65, 33280 + 12 * 524800 + 33345
                    # One-hot: 4 (H V + H H + H), then 24 (128 + 1), 32 (24 + 1) and V (32 + 1), with H = 128
                    keras-onehot-lstm, {}, 39, 4 * 21504 + 3096 + 800 + 1287
                    # V E + 3 (H E + H H + 2 H) + V (H + 1), with E = 256 and H = 1024; TensorFlow's tutorial prints 4,022,850
                    tf-gru-1024, {}, 66, 16896 + 3 * 1312768 + 67650
                    tf-gru-1024, {}, 65, 16640 + 3 * 1312768 + 66625
                    # V E + 4 (H E + H H + H) + V (H + 1); the report prints 5,354,580
                    tf-lstm-1024, {}, 84, 21504 + 4 * 1311744 + 86100
                    tf-lstm-1024, {}, 65, 16640 + 4 * 1311744 + 66625
                    # The same with H = 2048
                    tf-lstm-2048, {}, 65, 16640 + 4 * 4720640 + 133185
                    # One-hot: H V + H H + H and V (H + 1), with H = 100; two of the 60 are the marks
                    names-rnn, {}, 60, 16100 + 6060
                    # (V + C) H, 6 blocks of 3 H H + H H + H, 4 H (H + 1) + H (4 H + 1) and two norms, a norm, V (H + 1)
                    gpt, {}, 65, 123264 + 6 * 1773312 + 768 + 25025
                    # The same with 4 blocks of H = 128 and C = 64
                    gpt-small, {}, 65, 16512 + 4 * 197888 + 256 + 8385
                    # V V
                    bigram, {}, 65, 4225
                    """)
    void aPresetIsBuiltWithTheParametersOfItsRecipe(String preset, String changes, int characters, String parameters) {
        TrainingSpec spec = TrainingSpec.base()
                .with(Specs.json("{'preset':'" + preset + "'}"))
                .with(Specs.json(changes));
        NetworkShape shape = new NetworkShape(spec.network(), characters);

        try (NDManager engine = NDManager.newBaseManager();
                CharacterNetwork network = CharacterNetwork.create(shape, engine, new SplittableRandom(1))) {
            assertThat(network.parameters().stream()
                            .mapToLong(parameter -> parameter.size())
                            .sum())
                    .isEqualTo(sum(parameters))
                    .isEqualTo(shape.parameterCount());
        }
    }

    /** Of terms that are numbers or products of two. */
    private static long sum(String terms) {
        long sum = 0;
        for (String term : terms.split(" \\+ ", -1)) {
            long product = 1;
            for (String factor : term.split(" \\* ", -1)) {
                product *= Long.parseLong(factor);
            }
            sum += product;
        }
        return sum;
    }
}
