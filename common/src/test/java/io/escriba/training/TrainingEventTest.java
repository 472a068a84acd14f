package io.escriba.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.json.Json;
import io.escriba.name.Name;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingEventTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void anEventSaysItsTypeAndIsReadBack() {
        TrainingEvent step = new TrainingEvent.Step(
                "nomes-0-1", new Name("nomes"), AT, 10, 0.5, 0.25, 1.9, Optional.of(2.1), 4_000, 0.005);

        String json = Json.text(step);

        assertThat(json).contains("\"type\":\"step\"").contains("\"at\":\"2026-01-02T03:04:05.678Z\"");
        assertThat(Json.read(json, TrainingEvent.class)).isEqualTo(step);
        assertThat(step.isLast()).isFalse();
    }

    @Test
    void aCancellationIsTheEnd() {
        TrainingEvent cancelled = new TrainingEvent.Cancelled("nomes-0-1", new Name("nomes"), AT);

        String json = Json.text(cancelled);

        assertThat(json).contains("\"type\":\"cancelled\"");
        assertThat(Json.read(json, TrainingEvent.class)).isEqualTo(cancelled);
        assertThat(cancelled.isLast()).isTrue();
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() {
        String json = "{\"type\":\"failed\",\"job\":\"a\",\"model\":\"m\",\"at\":\"2026-01-02T03:04:05.678Z\","
                + "\"reason\":\"why\",\"invented\":{\"later\":1}}";

        TrainingEvent event = Json.read(json, TrainingEvent.class);

        assertThat(event).isEqualTo(new TrainingEvent.Failed("a", new Name("m"), AT, "why"));
        assertThat(event.isLast()).isTrue();
    }
}
