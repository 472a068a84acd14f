package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.grpc.v1.GenerateRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class SeveralTextsIT extends RunningGateway {
    private static final List<Double> TEMPERATURES = List.of(0.2, 0.5, 2.0);

    @Test
    void everyTemperatureHasItsTextAndItsEnd() {
        JsonNode created = create("letters", 71, 40);
        assertThat(created.get("temperatures").toString()).isEqualTo("[0.2,0.5,2.0]");

        List<Event> events = all(path(created));

        for (double temperature : TEMPERATURES) {
            assertThat(textOf(events, temperature)).isEqualTo(FakeInference.text(71, 0, 40));
            assertThat(of(events, temperature, "end"))
                    .singleElement()
                    .extracting(Event::data)
                    .isEqualTo("{\"reason\":\"length\",\"promptCharacters\":0,\"generatedCharacters\":40,"
                            + "\"temperature\":" + temperature + "}");
        }
        assertThat(events.get(events.size() - 1).id()).isEqualTo("40e,40e,40e");
        assertThat(inference.requests().stream()
                        .filter(request -> request.getSampling().getSeed() == 71)
                        .map(request -> request.getSampling().getTemperature()))
                .containsExactlyInAnyOrderElementsOf(TEMPERATURES);
    }

    @Test
    void textsComeAtTheSameTime() {
        List<Event> events = all(path(create("letters", 72, 4_000)));

        for (double temperature : TEMPERATURES) {
            int end = events.indexOf(of(events, temperature, "end").get(0));
            assertThat(events.subList(0, end))
                    .extracting(event -> event.json().get("temperature").asDouble())
                    .containsAll(TEMPERATURES);
        }
    }

    @Test
    void everyTextIsResumedWhereItWasLeftAfterAnyEvent() {
        String path = path(create("letters", 73, 9));
        List<Event> events = all(path);

        for (int read = 1; read < events.size(); read++) {
            String lastEventId = events.get(read - 1).id();
            List<Event> both = new ArrayList<>(events.subList(0, read));
            try (SseReader stream = http.stream(path, "Last-Event-ID", lastEventId)) {
                both.addAll(stream.all());
            }

            for (double temperature : TEMPERATURES) {
                assertThat(textOf(both, temperature)).as(lastEventId).isEqualTo(FakeInference.text(73, 0, 9));
                assertThat(of(both, temperature, "end")).as(lastEventId).hasSize(1);
            }
        }
    }

    @Test
    void theQueryResumesToo() {
        List<Event> events = all(path(create("letters", 74, 9)) + "?from=7,9e,0");

        assertThat(textOf(events, 0.2)).isEqualTo(FakeInference.text(74, 7, 9));
        assertThat(of(events, 0.5, "text")).isEmpty();
        assertThat(of(events, 0.5, "end")).isEmpty();
        assertThat(textOf(events, 2.0)).isEqualTo(FakeInference.text(74, 0, 9));
    }

    @Test
    void hasNothingMoreWhenAllTextsHaveEnded() {
        String names = path(create("names", 75, 9));
        List<Event> events = all(names);
        assertThat(events.get(events.size() - 1).id()).isEqualTo("5e,5e,5e");

        assertThat(http.get(names, "Last-Event-ID", "5e,5e,5e").status()).isEqualTo(204);
        assertThat(http.get(path(create("letters", 75, 9)) + "?from=9e,9e,9e").status())
                .isEqualTo(204);
        assertThat(all(names + "?from=5e,4,5e")).extracting(Event::name).containsExactly("text", "end");
        assertThat(all(names + "?from=5e,5,5")).extracting(Event::name).containsExactly("end", "end");
    }

    @Test
    void refusesPositionsOfAnotherNumberOfTexts() {
        Answer answer = http.get(path(create("letters", 76, 9)), "Last-Event-ID", "5");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText())
                .startsWith("Last-Event-ID is '5'; use the indexes of 3 characters, one for each temperature");
    }

    @Test
    void everyTextThatBreaksOffSaysSo() {
        List<Event> events = all(path(create("breaks", 77, 7)));

        for (double temperature : TEMPERATURES) {
            assertThat(textOf(events, temperature)).isEqualTo(FakeInference.text(77, 0, 3));
            assertThat(of(events, temperature, "problem"))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.json().get("status").asInt()).isEqualTo(503));
        }
    }

    @Test
    void aRefusalIsTheStatus() {
        assertThat(http.get(path(create("busy", 78, 7))).status()).isEqualTo(429);
    }

    @Test
    void aReaderThatGoesAwayEndsEveryText() {
        try (SseReader stream = http.stream(path(create("endless", 79, 100_000)))) {
            while (!stream.next().orElseThrow().id().matches("[1-9]\\d*,[1-9]\\d*,[1-9]\\d*")) {
                // All texts are to have begun.
            }
        }

        http.await("/q/health/live", answer -> Collections.frequency(inference.cancelledSeeds(), 79L) == 3);
    }

    @Test
    void aPaceChangesNoCharacterAndIsKeptWhenResumed() {
        Answer created = http.post("/api/streams", """
            {"model": "letters", "prompt": "", "seed": 80, "maxCharacters": 40, "temperatures": [0.5, 1],
             "pace": 1000}\
            """);
        List<Event> events = all(path(created.json()) + "?from=10,0");

        assertThat(textOf(events, 0.5)).isEqualTo(FakeInference.text(80, 10, 40));
        assertThat(textOf(events, 1)).isEqualTo(FakeInference.text(80, 0, 40));
        assertThat(inference.requests())
                .filteredOn(request -> request.getSampling().getSeed() == 80)
                .extracting(GenerateRequest::getSkip)
                .containsExactlyInAnyOrder(10L, 0L);
    }

    private JsonNode create(String model, long seed, int maxCharacters) {
        return http.post(
                        "/api/streams",
                        "{\"model\":\"" + model + "\",\"prompt\":\"\",\"temperatures\":[0.2,0.5,2],\"seed\":" + seed
                                + ",\"maxCharacters\":" + maxCharacters + "}")
                .json();
    }

    private static String path(JsonNode created) {
        return "/api/streams/" + created.get("id").asText();
    }

    private List<Event> all(String path) {
        try (SseReader stream = http.stream(path)) {
            assertThat(stream.status()).isEqualTo(200);
            return stream.all();
        }
    }

    private static List<Event> of(List<Event> events, double temperature, String name) {
        return events.stream()
                .filter(Event.named(name))
                .filter(event -> event.json().get("temperature").asDouble() == temperature)
                .toList();
    }

    private static String textOf(List<Event> events, double temperature) {
        return of(events, temperature, "text").stream()
                .map(event -> event.json().get("text").asText())
                .collect(Collectors.joining());
    }
}
