package io.escriba.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.json.Json;
import io.escriba.training.NetworkSpec;
import io.escriba.training.TrainingSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityPartTest {
    @Test
    void namesWhatANetworkIsMixedWith() {
        assertThat(QualityPart.network(gru(5))).isEqualTo("GRU 1x384 + 6-grams");
        assertThat(QualityPart.network(gru(0))).isEqualTo("GRU 1x384");
    }

    private static NetworkSpec gru(int ngramContext) {
        return TrainingSpec.base()
                .with(Json.tree(Map.of("hiddenSize", 384, "ngramContext", ngramContext)))
                .network();
    }
}
