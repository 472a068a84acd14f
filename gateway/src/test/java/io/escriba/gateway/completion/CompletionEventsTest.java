package io.escriba.gateway.completion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.generation.Generated;
import io.escriba.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompletionEventsTest {
    private static final Generated.End BY_LENGTH = new Generated.End(Generated.Reason.LENGTH, 2, 16);

    @Test
    void writesTextAsAChunkThatIsNotFinished() {
        CompletionEvents events = new CompletionEvents(Formats.of(2, false));

        assertThat(chunks(events, 1, new Generated.Text("ã", 0))).containsExactly(json("""
                {"id": "cmpl-1", "object": "text_completion", "created": 1700000000, "model": "nomes",
                 "system_fingerprint": "nomes@3",
                 "choices": [{"text": "ã", "index": 1, "logprobs": null, "finish_reason": null}]}"""));
    }

    @Test
    void writesTheEndAsAChunkWithItsReason() {
        CompletionEvents events = new CompletionEvents(Formats.of(1, false));

        List<JsonNode> chunks = chunks(events, 0, BY_LENGTH);

        assertThat(chunks).hasSize(1);
        assertThat(chunks.get(0).get("choices")).isEqualTo(json("""
                [{"text": "", "index": 0, "logprobs": null, "finish_reason": "length"}]"""));
    }

    @Test
    void writesTheUsageInAChunkOfItsOwnWhenEveryChoiceHasEnded() {
        CompletionEvents events = new CompletionEvents(Formats.of(2, true));

        assertThat(chunks(events, 0, new Generated.Text("a", 0)).get(0).get("usage"))
                .isEqualTo(json("null"));
        assertThat(chunks(events, 1, BY_LENGTH)).hasSize(1);
        List<JsonNode> last = chunks(events, 0, new Generated.End(Generated.Reason.END, 2, 1));

        assertThat(last).hasSize(2);
        assertThat(last.get(0).get("usage")).isEqualTo(json("null"));
        assertThat(last.get(1).get("choices")).isEmpty();
        assertThat(last.get(1).get("usage"))
                .isEqualTo(json("{\"prompt_tokens\": 2, \"completion_tokens\": 17, \"total_tokens\": 19}"));
    }

    private static List<JsonNode> chunks(CompletionEvents events, int choice, Generated part) {
        return events.of(new ChoicePart(choice, part)).stream()
                .map(event -> json(event.data().orElseThrow()))
                .toList();
    }

    private static JsonNode json(String json) {
        return Json.parse(json);
    }
}
