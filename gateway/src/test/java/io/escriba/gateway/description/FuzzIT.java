package io.escriba.gateway.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.corpus.Dataset;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing that is sent to a gateway breaks it. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // filled before each test
final class FuzzIT extends RunningGateway {
    private static final String JOB = "fuzz-ended";

    private String stream;
    private Fuzz fuzz;

    @BeforeEach
    void aim() {
        endAJob();
        stream = http.post("/api/streams", "{\"model\":\"letters\",\"prompt\":\"\",\"seed\":3,\"maxCharacters\":40}")
                .json()
                .get("id")
                .asText();
        fuzz = new Fuzz(new Usual(address, FakeInference.LETTERS, stream, JOB));
    }

    @Test
    void whateverIsSentIsAnsweredWithAReasonAndTheServiceGoesOn() {
        assertThat(fuzz.size()).isGreaterThan(2_000);
        assertThat(fuzz.wrong()).isGreaterThan(1_000);

        assertThat(fuzz.failures()).isEmpty();

        assertThat(http.get("/q/health").status()).isEqualTo(200);
        try (SseReader reader = http.stream("/api/streams/" + stream)) {
            assertThat(reader.all().stream()
                            .filter(Event.named("text"))
                            .map(event -> event.json().get("text").asText())
                            .collect(Collectors.joining()))
                    .isEqualTo(FakeInference.text(3, 0, 40));
        }
    }

    @Test
    void brokenMessagesBreakNothing() {
        assertThat(fuzz.failuresOfMessages()).isEmpty();

        assertThat(http.post("/v1/completions", "{\"model\":\"letters\",\"seed\":3}")
                        .json()
                        .at("/choices/0/text")
                        .asText())
                .isEqualTo(FakeInference.text(3, 0, 16));
    }

    /** A job that can be followed without waiting for anything. */
    private void endAJob() {
        Name model = new Name("fuzz");
        TrainingJob job = new TrainingJob(
                JOB, model, new Dataset("escriba.corpus", 0, 0, 1, model), Optional.empty(), Instant.EPOCH);
        log.write(CloudEvents.json(Topic.TRAINING_JOBS, "fuzz", "test", TrainingJob.TYPE, job));
        log.write(CloudEvents.json(
                Topic.TRAINING_PROGRESS,
                JOB,
                "test",
                TrainingEvent.TYPE,
                new TrainingEvent.Cancelled(JOB, model, Instant.EPOCH)));
        http.await("/api/training", jobs -> jobs.text().contains("\"" + JOB + "\""));
    }
}
