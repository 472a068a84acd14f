package io.escriba.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.escriba.model.Metrics;
import io.escriba.model.StateTensor;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.RecurrentNetwork;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.training.TrainedNetwork;
import io.escriba.training.Architecture;
import io.escriba.training.Nonlinearity;
import io.escriba.vocabulary.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportCheckTest {
    private static final String TEXT = "Ó mar salgado, quanto do teu sal são lágrimas de quem te vê? ".repeat(3);
    private static final Vocabulary VOCABULARY = Vocabulary.of(TEXT);

    @ParameterizedTest
    @CsvSource({"RNN,TANH,1", "RNN,RELU,3", "GRU,TANH,1", "GRU,TANH,2", "LSTM,TANH,1", "LSTM,TANH,3"})
    void onnxRuntimeAgreesWithTheNetworkOnRealText(Architecture architecture, Nonlinearity nonlinearity, int layers) {
        try (NDManager engine = NDManager.newBaseManager()) {
            TrainedNetwork network = network(architecture, nonlinearity, layers, engine);
            byte[] onnx = OnnxExport.export(network.shape(), network.weights(), Map.of());

            double difference = new ExportCheck(network, onnx).run(VOCABULARY.encode(TEXT), engine);

            assertThat(difference).isLessThan(ExportCheck.TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"rnn.weight_hh_l1", "rnn.bias_hh_l0", "output.bias", "embedding.weight"})
    void aWeightThatIsOffIsNoticed(String name) {
        try (NDManager engine = NDManager.newBaseManager()) {
            TrainedNetwork network = network(Architecture.GRU, Nonlinearity.TANH, 2, engine);
            byte[] onnx = OnnxExport.export(network.shape(), withOneChanged(network.weights(), name), Map.of());

            assertThatThrownBy(() -> new ExportCheck(network, onnx).run(VOCABULARY.encode(TEXT), engine))
                    .isInstanceOf(ExportMismatchException.class)
                    .hasMessageContaining("1.0E-4");
        }
    }

    @Test
    void anLstmHasTwoStatesALayer() {
        NetworkShape shape = new NetworkShape(Architecture.LSTM, Nonlinearity.TANH, 10, 4, 8, 2);

        assertThat(OnnxExport.states(shape))
                .containsExactly(
                        new StateTensor("h0", "h0_next", 8),
                        new StateTensor("c0", "c0_next", 8),
                        new StateTensor("h1", "h1_next", 8),
                        new StateTensor("c1", "c1_next", 8));
    }

    private static TrainedNetwork network(
            Architecture architecture, Nonlinearity nonlinearity, int layers, NDManager engine) {
        NetworkShape shape = new NetworkShape(architecture, nonlinearity, VOCABULARY.size(), 12, 20, layers);
        try (RecurrentNetwork network = RecurrentNetwork.create(shape, 0.3, engine, new SplittableRandom(11))) {
            Weights weights = network.weights();
            assertThat(weights.count()).isEqualTo(shape.parameterCount());
            return new TrainedNetwork(shape, weights, new Metrics(1, 1, 1, 1, weights.count()));
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
