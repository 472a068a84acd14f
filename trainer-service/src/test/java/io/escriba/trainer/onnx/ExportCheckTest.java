package io.escriba.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.escriba.model.Metrics;
import io.escriba.model.StateTensor;
import io.escriba.trainer.Specs;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.training.TrainedNetwork;
import io.escriba.training.Architecture;
import io.escriba.vocabulary.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCheckTest {
    private static final String TEXT = "Ó mar salgado, quanto do teu sal são lágrimas de quem te vê? ".repeat(3);
    private static final Vocabulary VOCABULARY = Vocabulary.of(TEXT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'architecture':'rnn'}",
                "{'architecture':'rnn','nonlinearity':'relu','layers':3}",
                "{'architecture':'rnn','embedding':'one-hot'}",
                "{'architecture':'gru'}",
                "{'architecture':'gru','layers':2,'dropout':0.3}",
                "{'architecture':'gru','layers':8}",
                "{'architecture':'gru','embedding':'one-hot','head':[{'units':7,'activation':'tanh'}]}",
                "{'architecture':'lstm'}",
                "{'architecture':'lstm','layers':3}",
                "{'architecture':'lstm','embedding':'one-hot','head':[{'units':24,'activation':'relu','dropout':0.2},"
                        + "{'units':32,'activation':'relu','dropout':0.3}]}",
                "{'architecture':'lstm','head':[{'units':5}]}",
                "{'architecture':'bigram'}",
                // The text is longer than several windows of these.
                "{'architecture':'gpt','documents':'lines','contextLength':32}",
                "{'architecture':'gpt','documents':'lines','contextLength':33,'heads':3,'layers':3,'dropout':0.1}",
                "{'architecture':'gpt','documents':'lines','contextLength':64,'heads':1,"
                        + "'head':[{'units':7,'activation':'relu'}]}",
                "{'architecture':'gpt','documents':'lines','contextLength':256,'hiddenSize':64,'layers':2}"
            })
    void onnxRuntimeAgreesWithTheNetworkOnRealText(String spec) {
        try (NDManager engine = NDManager.newBaseManager()) {
            TrainedNetwork network = network(spec, engine);
            byte[] onnx = OnnxExport.export(network.shape(), network.weights(), Map.of());

            double difference = new ExportCheck(network, onnx).run(VOCABULARY.encode(TEXT), engine);

            assertThat(difference).isLessThan(ExportCheck.TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gru, rnn.weight_hh_l1",
        "gru, rnn.bias_hh_l0",
        "gru, output.bias",
        "gru, embedding.weight",
        "gpt, position.weight",
        "gpt, block.1.attention.weight",
        "gpt, block.0.projection.bias",
        "gpt, block.1.expansion.weight",
        "gpt, norm.weight"
    })
    void aWeightThatIsOffIsNoticed(String architecture, String name) {
        try (NDManager engine = NDManager.newBaseManager()) {
            TrainedNetwork network =
                    network("{'layers':2,'documents':'lines','architecture':'" + architecture + "'}", engine);
            byte[] onnx = OnnxExport.export(network.shape(), withOneChanged(network.weights(), name), Map.of());

            assertThatThrownBy(() -> new ExportCheck(network, onnx).run(VOCABULARY.encode(TEXT), engine))
                    .isInstanceOf(ExportMismatchException.class)
                    .hasMessageContaining("1.0E-4");
        }
    }

    @Test
    void anLstmHasTwoStatesALayer() {
        NetworkShape shape = shape("{'architecture':'lstm','layers':2,'hiddenSize':8}", 10);

        assertThat(OnnxExport.states(shape))
                .containsExactly(
                        new StateTensor("h0", "h0_next", 8),
                        new StateTensor("c0", "c0_next", 8),
                        new StateTensor("h1", "h1_next", 8),
                        new StateTensor("c1", "c1_next", 8));
    }

    @Test
    void aGptHasTwoCachesABlockAndAPosition() {
        NetworkShape shape =
                shape("{'architecture':'gpt','documents':'lines','layers':2,'hiddenSize':8,'contextLength':16}", 10);

        assertThat(OnnxExport.states(shape))
                .containsExactly(
                        new StateTensor("k0", "k0_next", 128, true),
                        new StateTensor("v0", "v0_next", 128, true),
                        new StateTensor("k1", "k1_next", 128, true),
                        new StateTensor("v1", "v1_next", 128, true),
                        new StateTensor("position", "position_next", 1));
    }

    private static NetworkShape shape(String spec, int vocabulary) {
        return new NetworkShape(Specs.tiny(spec).network(), vocabulary);
    }

    private static TrainedNetwork network(String spec, NDManager engine) {
        NetworkShape shape = shape(spec, VOCABULARY.size());
        try (CharacterNetwork network = CharacterNetwork.create(shape, engine, new SplittableRandom(11))) {
            Weights weights =
                    shape.architecture() == Architecture.GPT ? LoudWeights.of(network.weights()) : network.weights();
            assertThat(weights.count()).isEqualTo(shape.parameterCount());
            return new TrainedNetwork(shape, weights, Optional.empty(), new Metrics(1, 1, 1, 1, weights.count()));
        }
    }

    private static Weights withOneChanged(Weights weights, String name) {
        Map<String, Weights.Tensor> changed = new LinkedHashMap<>(weights.tensors());
        Weights.Tensor tensor = weights.get(name);
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i += 3) {
            values[i] += 0.01f;
        }
        changed.put(name, new Weights.Tensor(tensor.shape(), values));
        return new Weights(changed);
    }
}
