package io.escriba.gateway.completion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.json.Json;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompletionFormatTest {
    private static final Generated.End BY_LENGTH = new Generated.End(Generated.Reason.LENGTH, 2, 16);
    private static final Generated.End BY_MODEL = new Generated.End(Generated.Reason.END, 2, 5);

    @Test
    void writesAWholeCompletion() {
        assertThat(json(format(false, false).whole("ana", BY_MODEL).toString())).isEqualTo(json("""
                                {"id": "cmpl-1", "object": "text_completion", "created": 1700000000, "model": "nomes",
                                 "system_fingerprint": "nomes@3",
                                 "choices": [{"text": "ana", "index": 0, "logprobs": null, "finish_reason": "stop"}],
                                 "usage": {"prompt_tokens": 2, "completion_tokens": 5, "total_tokens": 7}}"""));
    }

    @Test
    void writesTextAsAChunkThatIsNotFinished() {
        assertThat(events(format(true, false), new Generated.Text("ã", 0))).containsExactly(json("""
                                {"id": "cmpl-1", "object": "text_completion", "created": 1700000000, "model": "nomes",
                                 "system_fingerprint": "nomes@3",
                                 "choices": [{"text": "ã", "index": 0, "logprobs": null, "finish_reason": null}]}"""));
    }

    @Test
    void writesTheEndAsAChunkWithItsReason() {
        List<JsonNode> events = events(format(true, false), BY_LENGTH);

        assertThat(events).hasSize(1);
        assertThat(events.get(0).at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(events.get(0).at("/choices/0/text").asText()).isEmpty();
    }

    @Test
    void writesTheUsageInAChunkOfItsOwnIfAsked() {
        CompletionFormat format = format(true, true);

        assertThat(events(format, new Generated.Text("a", 0))
                        .get(0)
                        .get("usage")
                        .isNull())
                .isTrue();
        List<JsonNode> end = events(format, BY_LENGTH);
        assertThat(end).hasSize(2);
        assertThat(end.get(0).get("usage").isNull()).isTrue();
        assertThat(end.get(1).get("choices")).isEmpty();
        assertThat(end.get(1).get("usage"))
                .isEqualTo(json("{\"prompt_tokens\": 2, \"completion_tokens\": 16, \"total_tokens\": 18}"));
    }

    private static CompletionFormat format(boolean stream, boolean includeUsage) {
        TextRequest text = new TextRequest(new ModelVersion(new Name("nomes"), 3), "ab", 16, new Sampling(1, 0, 1));
        return new CompletionFormat(
                "cmpl-1",
                Instant.ofEpochSecond(1_700_000_000),
                new CompletionRequest("nomes", text, stream, includeUsage));
    }

    private static List<JsonNode> events(CompletionFormat format, Generated generated) {
        return format.events(generated).stream()
                .map(event -> json(event.data().orElseThrow()))
                .toList();
    }

    private static JsonNode json(String json) {
        return Json.read(json, JsonNode.class);
    }
}
