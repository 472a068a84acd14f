package io.escriba.gateway.completion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.gateway.TestModels;
import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class CompletionIT extends RunningGateway {
    @Test
    void completesInOne() {
        Answer answer = complete("{\"model\":\"letters\",\"prompt\":\"ab\",\"seed\":4,\"max_tokens\":30}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        JsonNode completion = answer.json();
        assertThat(completion.at("/choices/0/text").asText()).isEqualTo(FakeInference.text(4, 0, 30));
        assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(completion.get("system_fingerprint").asText()).isEqualTo("letters@2");
        assertThat(completion.at("/usage/prompt_tokens").asLong()).isEqualTo(2);
        assertThat(completion.at("/usage/total_tokens").asLong()).isEqualTo(32);
    }

    @Test
    void stopsWhereTheModelEndsTheText() {
        JsonNode completion = complete("{\"model\":\"names\"}").json();

        assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(completion.at("/usage/completion_tokens").asLong()).isEqualTo(FakeInference.NAME_LENGTH);
    }

    @Test
    void streamsChunksThenDone() {
        List<Event> events = stream(
                "{\"model\":\"letters\",\"seed\":4,\"stream\":true,\"stream_options\":{\"include_usage\":true}}");

        assertThat(events.get(events.size() - 1).data()).isEqualTo("[DONE]");
        List<JsonNode> chunks =
                events.subList(0, events.size() - 1).stream().map(Event::json).toList();
        assertThat(chunks.stream()
                        .map(chunk -> chunk.at("/choices/0/text").asText())
                        .collect(Collectors.joining()))
                .isEqualTo(FakeInference.text(4, 0, 16));
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asText())
                .isEqualTo("length");
        assertThat(chunks.get(chunks.size() - 1).at("/usage/completion_tokens").asLong())
                .isEqualTo(16);
    }

    @Test
    void tellsHowLikelyEachCharacterIs() {
        JsonNode choice = complete(
                        "{\"model\":\"letters\",\"prompt\":\"ab\",\"seed\":0,\"max_tokens\":3,\"logprobs\":2}")
                .json()
                .at("/choices/0");

        assertThat(choice.get("text").asText()).isEqualTo("abc");
        assertThat(choice.get("logprobs")).isEqualTo(Json.parse("""
                {"tokens": ["a", "b", "c"],
                 "token_logprobs": [-0.5, -0.75, -1.0],
                 "top_logprobs": [{"<|endoftext|>": -0.25, "a": -0.5},
                                  {"<|endoftext|>": -0.25, "a": -0.5, "b": -0.75},
                                  {"<|endoftext|>": -0.25, "a": -0.5, "c": -1.0}],
                 "text_offset": [2, 3, 4]}"""));
    }

    @Test
    void repeatsThePrompt() {
        JsonNode completion = complete(
                        "{\"model\":\"letters\",\"prompt\":\"ab\",\"seed\":0,\"max_tokens\":3,\"echo\":true}")
                .json();

        assertThat(completion.at("/choices/0/text").asText()).isEqualTo("ababc");
        assertThat(completion.at("/usage/completion_tokens").asLong()).isEqualTo(3);
    }

    @Test
    void tellsHowLikelyThePromptIsAlsoWhenNothingIsWrittenAfterIt() {
        JsonNode completion = complete("""
                {"model": "letters", "prompt": "ba😀", "max_tokens": 0, "echo": true, "logprobs": 1, "n": 2}""").json();

        assertThat(completion.at("/choices/1/text").asText()).isEqualTo("ba😀");
        assertThat(completion.at("/choices/1/finish_reason").asText()).isEqualTo("length");
        assertThat(completion.at("/choices/1/logprobs")).isEqualTo(Json.parse("""
                {"tokens": ["b", "a", "😀"],
                 "token_logprobs": [null, -0.5, -2.0],
                 "top_logprobs": [null, {"<|endoftext|>": -0.25, "a": -0.5}, {"<|endoftext|>": -0.25, "😀": -2.0}],
                 "text_offset": [0, 1, 2]}"""));
        assertThat(inference.scores())
                .filteredOn(score -> score.getText().equals("a😀"))
                .containsExactly(ScoreRequest.newBuilder()
                        .setModel("letters")
                        .setVersion(2)
                        .setPrompt("b")
                        .setText("a😀")
                        .setCandidates(1)
                        .build());
    }

    @Test
    void refusesWithAStatusAlsoWhenThePromptIsRepeated() {
        String echo = "\"prompt\":\"ab\",\"echo\":true,\"stream\":true}";

        assertError(complete("{\"model\":\"busy\"," + echo), 429, "requests");
        assertError(complete("{\"model\":\"busy\",\"logprobs\":0,\"max_tokens\":0," + echo), 429, "requests");
    }

    @Test
    void writesEachPromptAsOftenAsAsked() {
        JsonNode completion = complete("""
                {"model": "letters", "prompt": ["a", "bcd"], "n": 9, "seed": 4, "max_tokens": 5}""").json();

        assertThat(completion.get("choices"))
                .extracting(choice -> choice.get("text").asText())
                .containsExactlyElementsOf(IntStream.range(0, 18)
                        .mapToObj(choice -> FakeInference.text(4 + choice % 9, 0, 5))
                        .toList());
        assertThat(completion.at("/usage/prompt_tokens").asLong()).isEqualTo(4);
        assertThat(completion.at("/usage/completion_tokens").asLong()).isEqualTo(90);
    }

    @Test
    void streamsTheChunksOfSeveralChoicesEachInOrder() {
        List<Event> events = stream("{\"model\":\"letters\",\"seed\":4,\"n\":3,\"stream\":true}");

        List<JsonNode> choices = events.subList(0, events.size() - 1).stream()
                .map(event -> event.json().at("/choices/0"))
                .toList();
        for (int i = 0; i < 3; i++) {
            int index = i;
            assertThat(choices.stream()
                            .filter(choice -> choice.get("index").asInt() == index)
                            .map(choice -> choice.get("text").asText())
                            .collect(Collectors.joining()))
                    .isEqualTo(FakeInference.text(4 + index, 0, 16));
        }
        assertThat(choices)
                .extracting(choice -> choice.get("finish_reason").asText())
                .filteredOn("length"::equals)
                .hasSize(3);
    }

    @Test
    void aStreamThatBreaksOffSaysSoAndIsDone() {
        List<Event> events = stream("{\"model\":\"breaks\",\"stream\":true}");

        assertThat(events.get(events.size() - 2).json().at("/error/type").asText())
                .isEqualTo("server_error");
        assertThat(events.get(events.size() - 1).data()).isEqualTo("[DONE]");
    }

    @Test
    void refusesAStreamThatCannotBeginWithAStatus() {
        assertError(complete("{\"model\":\"busy\",\"stream\":true}"), 429, "requests");
        assertError(complete("{\"model\":\"away\",\"stream\":true}"), 503, "server_error");
        assertError(complete("{\"model\":\"fails\",\"stream\":true}"), 502, "server_error");
        assertError(complete("{\"model\":\"fails\"}"), 502, "server_error");
    }

    @Test
    void writesErrorsAsOpenAiDoes() {
        Answer unknown = complete("{\"model\":\"nothing\"}");
        assertError(unknown, 404, "invalid_request_error");
        assertThat(unknown.json().at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(unknown.json().at("/error/param").asText()).isEqualTo("model");

        Answer unsupported = complete("{\"model\":\"letters\",\"suffix\":\"a\"}");
        assertError(unsupported, 400, "invalid_request_error");
        assertThat(unsupported.json().at("/error/param").asText()).isEqualTo("suffix");

        assertError(complete("{"), 400, "invalid_request_error");
        assertError(http.get("/v1/nothing"), 404, "invalid_request_error");
    }

    @Test
    void eachAnswerHasAnIdOfItsOwn() {
        Answer written = complete("{\"model\":\"letters\"}");
        Answer refused = complete("{");
        Answer nothing = http.get("/v1/nothing");

        assertThat(Stream.of(written, refused, nothing).map(answer -> answer.header("x-request-id")))
                .allMatch(id -> id.matches("req_[0-9a-f]{32}"))
                .doesNotHaveDuplicates();
        try (SseReader stream = http.streamPost("/v1/completions", "{\"model\":\"letters\",\"stream\":true}")) {
            assertThat(stream.header("x-request-id")).startsWith("req_");
        }
        assertThat(http.get("/api/models").header("x-request-id")).isEmpty();
    }

    @Test
    void listsModelsAsOpenAiDoes() {
        JsonNode models = http.get("/v1/models").json();

        assertThat(models.get("object").asText()).isEqualTo("list");
        assertThat(models.get("data"))
                .extracting(model -> model.get("id").asText())
                .contains("letters", "names")
                .doesNotContain("retired");
        JsonNode model = http.get("/v1/models/letters").json();
        assertThat(model.get("object").asText()).isEqualTo("model");
        assertThat(model.get("created").asLong()).isEqualTo(TestModels.CREATED.getEpochSecond());
        assertThat(model.get("owned_by").asText()).isEqualTo("escriba");
        assertThat(http.get("/v1/models/letters@1").json().get("id").asText()).isEqualTo("letters@1");
        assertError(http.get("/v1/models/nothing"), 404, "invalid_request_error");
    }

    private Answer complete(String body) {
        return http.post("/v1/completions", body, "Content-Type", "application/json", "Accept", "application/json");
    }

    private List<Event> stream(String body) {
        try (SseReader stream = http.streamPost("/v1/completions", body)) {
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            return stream.all();
        }
    }

    private static void assertError(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error/type").asText()).isEqualTo(type);
        assertThat(answer.json().at("/error/message").asText()).isNotEmpty();
    }
}
