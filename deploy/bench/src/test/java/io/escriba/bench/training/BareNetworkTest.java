package io.escriba.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.escriba.json.Json;
import io.escriba.training.NetworkSpec;
import io.escriba.training.TrainingSpec;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BareNetworkTest {
    /** PyTorch's own counts: a second bias of 2 x 512, of 2 x 4 x 512 and of 100 where Escriba has one, and none more in a GRU. */
    @ParameterizedTest
    @CsvSource({
        "report-rnn, 65, 1117249",
        "report-gru, 65, 3218497",
        "report-lstm, 65, 4269121",
        "keras-onehot-lstm, 39, 91711",
        "names-rnn, 60, 22260",
        "bigram, 65, 4225",
        // As the code of A. Karpathy's lecture "Let's build GPT" prints it for tiny Shakespeare: 10.788929 M.
        "gpt, 65, 10788929",
        "gpt-small, 65, 816705"
    })
    void hasTheParametersOfThePresetInPyTorch(String preset, int characters, long parameters) {
        NetworkSpec spec =
                TrainingSpec.base().with(Json.tree(Map.of("preset", preset))).network();
        try (NDManager manager = NDManager.newBaseManager()) {
            BareNetwork network = new BareNetwork(spec, characters, true, manager);

            assertThat(network.parameters().stream().mapToLong(NDArray::size).sum())
                    .isEqualTo(parameters);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "report-lstm, false, 6",
        "keras-onehot-lstm, true, 2",
        "bigram, false, 6",
        "gpt, false, 6",
        "gpt-small, true, 2"
    })
    void knowsNothingBeforeItHasLearned(String preset, boolean lastOnly, int targets) {
        NetworkSpec spec = TrainingSpec.base()
                .with(Json.tree(Map.of("preset", preset, "hiddenSize", 8, "heads", 2, "layers", 1)))
                .network();
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.getEngine().setRandomSeed(1);
            BareNetwork network = new BareNetwork(spec, 5, lastOnly, manager);
            NDArray tokens = manager.create(new long[] {0, 1, 2, 3, 4, 0}, new Shape(3, 2));

            float loss = network.loss(tokens, manager.zeros(new Shape(targets, 1), DataType.INT64))
                    .getFloat();

            // Of five characters, none is expected much more than another.
            assertThat(loss).isBetween(1.0f, 2.5f);
        }
    }
}
