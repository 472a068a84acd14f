package io.escriba.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrainingCancellationTest {
    private static final TrainingCancellation CANCELLATION =
            new TrainingCancellation("nomes-0-1", Instant.parse("2026-01-02T03:04:05.678Z"));

    @Test
    void saysItsTypeAndIsReadBack() {
        String json = Json.text(CANCELLATION);

        assertThat(json).contains("\"type\":\"io.escriba.training.cancellation.v1\"");
        assertThat(Json.read(json, TrainingCancellation.class)).isEqualTo(CANCELLATION);
    }

    @Test
    void namesItsJob() {
        assertThatThrownBy(() -> Json.read("{\"at\":\"2026-01-02T03:04:05.678Z\"}", TrainingCancellation.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("job");
    }
}
