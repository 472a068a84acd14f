package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.Sampling;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class StreamIT extends RunningGateway {
    @Test
    void createsAStreamThatIsPinned() {
        Answer created = http.post("/api/streams", "{\"model\":\"letters\",\"prompt\":\"ab\",\"seed\":7}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location"))
                .isEqualTo("/api/streams/" + created.json().get("id").asText());
        assertThat(created.json().get("model").asText()).isEqualTo("letters");
        assertThat(created.json().get("version").asLong()).isEqualTo(2);
        assertThat(created.json().get("seed").asLong()).isEqualTo(7);
        assertThat(created.json().get("prompt").asText()).isEqualTo("ab");
    }

    @Test
    void streamsEveryCharacterThenTheEnd() {
        try (SseReader stream = http.stream(streamOf("letters", 7, 40))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store, no-transform");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");

            List<Event> events = stream.all();

            assertThat(textOf(events)).isEqualTo(FakeInference.text(7, 0, 40));
            assertThat(events.get(0)).isEqualTo(new Event("1", "text", "{\"text\":\"ç\",\"index\":0}"));
            assertThat(events.get(events.size() - 1))
                    .isEqualTo(new Event(
                            "40e", "end", "{\"reason\":\"length\",\"promptCharacters\":0,\"generatedCharacters\":40}"));
        }
    }

    @Test
    void resumesAtExactlyTheCharacterAfterTheLastEvent() {
        String path = streamOf("letters", 3, 40);
        String begun;
        String lastEventId;
        try (SseReader stream = http.stream(path)) {
            List<Event> first =
                    List.of(stream.next().orElseThrow(), stream.next().orElseThrow());
            begun = textOf(first);
            lastEventId = first.get(1).id();
        }

        try (SseReader stream = http.stream(path, "Last-Event-ID", lastEventId)) {
            assertThat(begun + textOf(stream.all())).isEqualTo(FakeInference.text(3, 0, 40));
        }
    }

    @Test
    void beginsWhereTheQueryAsks() {
        try (SseReader stream = http.stream(streamOf("letters", 3, 40) + "?from=38")) {
            assertThat(stream.all()).extracting(Event::id).containsExactly("39", "40", "40e");
        }
    }

    @Test
    void whatWasReadLastCountsMoreThanTheQuery() {
        try (SseReader stream = http.stream(streamOf("letters", 3, 40) + "?from=5", "Last-Event-ID", "38")) {
            assertThat(textOf(stream.all())).isEqualTo(FakeInference.text(3, 38, 40));
        }
    }

    @Test
    void aConnectionThatBreaksAfterAnyEventLosesNothingAndAfterTheEndThereIsNothing() {
        for (String path : List.of(
                streamOf("letters", 3, 9),
                streamOf("names", 3, 40),
                create(stopping("c")),
                // Its first characters are such a string, so it has none.
                create(stopping("ab")))) {
            List<Event> events = all(path);
            Event end = events.get(events.size() - 1);
            assertThat(end.name()).isEqualTo("end");

            for (int read = 0; read < events.size() - 1; read++) {
                assertThat(all(path, "Last-Event-ID", events.get(read).id()))
                        .isEqualTo(events.subList(read + 1, events.size()));
            }
            assertThat(http.get(path, "Last-Event-ID", end.id()).status()).isEqualTo(204);
            assertThat(http.get(path + "?from=" + end.id()).status()).isEqualTo(204);
        }
    }

    @Test
    void whoAsksForMoreThanThereIsIsToldTheEnd() {
        for (String from : List.of("40", "1000")) {
            assertThat(all(streamOf("letters", 3, 40) + "?from=" + from))
                    .containsExactly(new Event(
                            "40e", "end", "{\"reason\":\"length\",\"promptCharacters\":0,\"generatedCharacters\":40}"));
        }
    }

    @Test
    void nobodyIsAskedForATextThatIsOver() {
        assertThat(http.get(streamOf("away", 3, 40), "Last-Event-ID", "40e").status())
                .isEqualTo(204);
    }

    @Test
    void passesEverySettingOnAndEndsAtAStringThatWasNamed() {
        String path = create("""
            {"model": "letters", "prompt": "ab", "maxCharacters": 40, "temperature": 0.5, "topK": 3, "topP": 0.75,
             "repetitionPenalty": 1.25, "ignoreEnd": true, "seed": 0, "stop": ["x", "😀ç"],
             "logprobs": 2}\
            """);

        try (SseReader stream = http.stream(path)) {
            List<Event> events = stream.all();

            assertThat(textOf(events)).isEqualTo("abcdeã");
            assertThat(events.get(2))
                    .isEqualTo(new Event(
                            "3",
                            "text",
                            "{\"text\":\"c\",\"index\":2,\"logprobs\":[{\"logprob\":-1.0,\"top\":"
                                    + "[{\"text\":\"\",\"logprob\":-0.25},{\"text\":\"a\",\"logprob\":-0.5}]}]}"));
            assertThat(events.get(events.size() - 1))
                    .isEqualTo(new Event(
                            "6e", "end", "{\"reason\":\"stop\",\"promptCharacters\":2,\"generatedCharacters\":6}"));
        }
        assertThat(inference.requests())
                .contains(GenerateRequest.newBuilder()
                        .setModel("letters")
                        .setVersion(2)
                        .setPrompt("ab")
                        .setMaxCharacters(40)
                        .setSnapshotInterval(1_024)
                        .setSampling(Sampling.newBuilder()
                                .setTemperature(0.5)
                                .setTopK(3)
                                .setTopP(0.75)
                                .setRepetitionPenalty(1.25)
                                .setIgnoreEnd(true))
                        .addStop("x")
                        .addStop("😀ç")
                        .setLogProbabilities(2)
                        .setStream(path.substring("/api/streams/".length(), "/api/streams/".length() + 11))
                        .build());
    }

    @Test
    void refusesAnIdThatWasChanged() {
        String path = streamOf("letters", 3, 40);
        String changed = path.substring(0, path.length() - 4) + (path.endsWith("AAAA") ? "BBBB" : "AAAA");

        Answer answer = http.get(changed);

        assertProblem(answer, 404, "no such stream");
    }

    @Test
    void saysThatTheInferenceServiceFailed() {
        assertProblem(http.get(streamOf(FakeInference.FAILS, 3, 40)), 502, "The inference service failed.");
    }

    @Test
    void refusesAPositionThatIsNone() {
        assertProblem(http.get(streamOf("letters", 3, 40), "Last-Event-ID", "x"), 400, "Last-Event-ID is 'x'");
        assertProblem(http.get(streamOf("letters", 3, 40) + "?from=-1"), 400, "from is '-1'");
        Answer both = http.get(streamOf("letters", 3, 40) + "?from=%2B5", "Last-Event-ID", "1e3");
        assertProblem(both, 400, "from is '+5'");
        assertThat(both.json().get("problems")).hasSize(2);
    }

    @Test
    void refusesAModelThatIsNotThere() {
        assertProblem(http.post("/api/streams", "{\"model\":\"nothing\"}"), 404, "There is no model 'nothing'");
        assertProblem(http.post("/api/streams", "{\"model\":\"retired\"}"), 404, "There is no model 'retired'");
        assertProblem(http.post("/api/streams", "{\"model\":\"letters@9\"}"), 404, "has no version 9. It has: 1, 2");
    }

    @Test
    void tellsEverythingThatIsWrongWithARequest() {
        Answer answer =
                http.post("/api/streams", "{\"model\":\"letters\",\"prompt\":\"aX\",\"temperature\":-1,\"tempo\":1}");

        assertProblem(answer, 400, "temperature is -1; use a number from 0 to 10.");
        assertThat(answer.json().get("problems")).hasSize(3);
        assertThat(answer.text()).contains("'X' (U+0058)", "tempo");
    }

    @Test
    void skipsUnknownCharactersIfAsked() {
        Answer answer = http.post("/api/streams", "{\"model\":\"letters\",\"prompt\":\"aXb\",\"unknown\":\"skip\"}");

        assertThat(answer.json().get("prompt").asText()).isEqualTo("ab");
    }

    @Test
    void refusesWhatIsNoJson() {
        assertProblem(http.post("/api/streams", ""), 400, "empty");
        assertProblem(http.post("/api/streams", "temperature=1"), 400, "no JSON");
    }

    @Test
    void waitsForAnInferenceServiceThatHasNotLoadedTheVersionYet() {
        try (SseReader stream = http.stream(streamOf("late", 1, 3))) {
            assertThat(textOf(stream.all())).isEqualTo(FakeInference.text(1, 0, 3));
        }
    }

    @Test
    void goesOnServingTheVersionBeforeOneThatCannotBeLoaded() {
        http.await(
                () -> http.post("/api/streams", "{\"model\":\"unloadable\",\"prompt\":\"\"}"),
                created -> created.json().get("version").asLong() == 1);

        try (SseReader stream = http.stream(streamOf("unloadable", 7, 40))) {
            assertThat(textOf(stream.all())).isEqualTo(FakeInference.text(7, 0, 40));
        }
        assertThat(http.get(streamOf("unloadable@2", 7, 40)).status()).isEqualTo(503);
    }

    @Test
    void asksToComeBackWhenTheInferenceServiceIsFull() {
        Answer answer = http.get(streamOf("busy", 1, 3));

        assertProblem(answer, 429, "256 streams run");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void saysThatTheInferenceServiceIsAway() {
        assertProblem(http.get(streamOf("away", 1, 3)), 503, "away");
    }

    @Test
    void goesOnUnseenWhereTheInferenceServiceHasBrokenOff() {
        try (SseReader stream = http.stream(streamOf("stumbles", 1, 7))) {
            List<Event> events = stream.all();

            assertThat(textOf(events)).isEqualTo(FakeInference.text(1, 0, 7));
            assertThat(events).extracting(Event::name).endsWith("text", "end").doesNotContain("problem");
        }
        assertThat(http.get("/q/metrics").text()).containsPattern("escriba_failovers_total [1-9]");
    }

    @Test
    void aStreamWithWhichNobodyGoesOnSaysSo() {
        String path = streamOf("breaks", 1, 7);

        try (SseReader stream = http.stream(path)) {
            List<Event> events = stream.all();

            assertThat(textOf(events)).isEqualTo(FakeInference.text(1, 0, 3));
            Event last = events.get(events.size() - 1);
            assertThat(last.name()).isEqualTo("problem");
            assertThat(last.json().get("status").asInt()).isEqualTo(503);
        }
        assertProblem(http.get(path, "Last-Event-ID", "3"), 503, "away");
    }

    @Test
    void stopsTheInferenceServiceWhenTheReaderGoesAway() throws Exception {
        try (SseReader stream = http.stream(streamOf("endless", 1, 100_000))) {
            assertThat(stream.next()).isPresent();
        }

        inference.cancelled().get(20, TimeUnit.SECONDS);
    }

    private String streamOf(String model, long seed, long maxCharacters) {
        return create("{\"model\":\"" + model + "\",\"prompt\":\"\",\"seed\":" + seed + ",\"maxCharacters\":"
                + maxCharacters + "}");
    }

    private String create(String request) {
        return "/api/streams/"
                + http.post("/api/streams", request).json().get("id").asText();
    }

    private static String stopping(String string) {
        return "{\"model\":\"letters\",\"prompt\":\"\",\"seed\":0,\"maxCharacters\":9,\"stop\":\"" + string + "\"}";
    }

    private List<Event> all(String path, String... headers) {
        try (SseReader stream = http.stream(path, headers)) {
            assertThat(stream.status()).isEqualTo(200);
            return stream.all();
        }
    }

    private static String textOf(List<Event> events) {
        return events.stream()
                .filter(Event.named("text"))
                .map(event -> event.json().get("text").asText())
                .collect(Collectors.joining());
    }

    private static void assertProblem(Answer answer, int status, String detail) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).contains(detail);
    }
}
