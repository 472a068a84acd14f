package io.escriba.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.Metrics;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
    private static final Name MODEL = new Name("nomes");
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final TrainingReport report = new TrainingReport(MODEL);

    @Test
    void tellsStepsNowAndThen() {
        assertThat(report.line(step(0)))
                .contains("Model 'nomes':  50 %, loss 2.000 (last held out 2.250), 12,346 characters/s");
        assertThat(report.line(step(4))).isEmpty();
        assertThat(report.line(step(5))).isPresent();
    }

    @Test
    void showsTheLastSampleOnOneLine() {
        assertThat(report.line(new TrainingEvent.Sample("job", MODEL, BEGIN, 10, 0.5, "Ma\nria ".repeat(20))))
                .isEmpty();

        assertThat(report.line(step(0)).orElseThrow()).endsWith(", writes: " + "Ma ria ".repeat(8) + "Ma r…");
    }

    @Test
    void tellsTheEnd() {
        assertThat(report.line(new TrainingEvent.Completed("job", MODEL, BEGIN, 7, new Metrics(1, 1.5, 100, 20, 5))))
                .contains("Model 'nomes': version 7 is trained: held-out loss 1.500 nats per character after 20 s");
        assertThat(report.line(new TrainingEvent.Failed("job", MODEL, BEGIN, "It needs 40 characters.")))
                .contains("Model 'nomes': cannot be trained: It needs 40 characters.");
        assertThat(report.line(new TrainingEvent.Cancelled("job", MODEL, BEGIN)))
                .contains("Model 'nomes': the training was cancelled");
    }

    private static TrainingEvent step(int seconds) {
        return new TrainingEvent.Step(
                "job", MODEL, BEGIN.plusSeconds(seconds), 10, 1.5, 0.5, 2, Optional.of(2.25), 12_345.6, 0.001);
    }
}
