package io.escriba.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.corpus.Dataset;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.training.TrainingJob;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Impatient.class)
final class KeepAliveIT extends RunningGateway {
    @Test
    void aStreamThatIsSilentBeforeItsFirstCharacterIsOpenedAndKeptOpen() {
        try (SseReader stream = http.stream(stream(0))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store, no-transform");
            stream.awaitComment();
            stream.awaitComment();

            inference.goOn(0);

            assertThat(textOf(stream.all())).isEqualTo(FakeInference.text(0, 0, 5));
        }
    }

    @Test
    void aStreamThatIsSilentBetweenTwoCharactersIsKeptOpen() {
        try (SseReader stream = http.stream(stream(2))) {
            String begun =
                    textOf(List.of(stream.next().orElseThrow(), stream.next().orElseThrow()));
            stream.awaitComment();
            stream.awaitComment();

            inference.goOn(2);

            assertThat(begun + textOf(stream.all())).isEqualTo(FakeInference.text(2, 0, 5));
        }
    }

    @Test
    void aTextAtASlowPaceIsKeptOpen() {
        try (SseReader stream = http.stream(
                create("{\"model\":\"letters\",\"prompt\":\"\",\"maxCharacters\":5,\"seed\":1,\"pace\":0.1}"))) {
            assertThat(textOf(List.of(stream.next().orElseThrow()))).isEqualTo(FakeInference.text(1, 0, 1));

            // Without a pace, the other characters would have come at once.
            stream.awaitComment();
            stream.awaitComment();
        }
    }

    @Test
    void aProblemThatComesAfterSilenceIsAnEvent() {
        String path = create("{\"model\":\"hesitates\",\"prompt\":\"\",\"maxCharacters\":9,\"seed\":7}") + "?from=7";
        try (SseReader stream = http.stream(path)) {
            stream.awaitComment();

            inference.giveUp(7);

            List<Event> events = stream.all();
            assertThat(events).extracting(Event::name).containsExactly("problem");
            assertThat(events.get(0).json().get("status").asInt()).isEqualTo(503);
        }
    }

    @Test
    void aCompletionThatIsSilentIsKeptOpen() {
        String request = "{\"model\":\"hesitates\",\"prompt\":\"\",\"max_tokens\":5,\"seed\":1,\"stream\":true}";
        try (SseReader stream = http.streamPost("/v1/completions", request)) {
            assertThat(stream.next()).isPresent();
            stream.awaitComment();

            inference.goOn(1);

            assertThat(stream.all()).extracting(Event::data).endsWith("[DONE]");
        }
    }

    @Test
    void aCompletionThatBreaksOffAfterSilenceSaysSo() {
        String request = "{\"model\":\"hesitates\",\"prompt\":\"\",\"max_tokens\":9,\"seed\":6,\"stream\":true}";
        try (SseReader stream = http.streamPost("/v1/completions", request)) {
            for (int character = 0; character < 6; character++) {
                assertThat(stream.next()).isPresent();
            }
            stream.awaitComment();

            inference.giveUp(6);

            List<Event> last = stream.all();
            assertThat(last.get(0).json().at("/error/message").asText()).contains("away");
            assertThat(last).extracting(Event::data).endsWith("[DONE]");
        }
    }

    @Test
    void aTrainingThatWaitsIsKeptOpen() {
        TrainingJob job = new TrainingJob(
                "job-waits",
                new Name("nomes"),
                new Dataset("escriba.corpus", 0, 0, 9, new Name("texts")),
                Optional.empty(),
                Instant.parse("2026-01-02T03:04:05Z"));
        log.write(CloudEvents.json(Topic.TRAINING_JOBS, "nomes", "test", TrainingJob.TYPE, job));
        try (SseReader training = http.stream("/api/training/job-waits")) {
            // The first one opens the stream at once.
            training.awaitComment();
            training.awaitComment();
            training.awaitComment();
        }
    }

    @Test
    void nothingIsCompressed() {
        try (SseReader stream = http.stream(
                create("{\"model\":\"letters\",\"prompt\":\"\",\"maxCharacters\":5,\"seed\":1}"),
                "Accept-Encoding",
                "gzip, deflate, br")) {
            assertThat(stream.header("Content-Encoding")).isIn("", "identity");
            assertThat(textOf(stream.all())).isEqualTo(FakeInference.text(1, 0, 5));
        }
        assertThat(http.get("/", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    private String stream(long seed) {
        return create("{\"model\":\"hesitates\",\"prompt\":\"\",\"maxCharacters\":5,\"seed\":" + seed + "}");
    }

    private String create(String request) {
        return "/api/streams/"
                + http.post("/api/streams", request).json().get("id").asText();
    }

    private static String textOf(List<Event> events) {
        return events.stream()
                .filter(Event.named("text"))
                .map(event -> event.json().get("text").asText())
                .collect(Collectors.joining());
    }
}
