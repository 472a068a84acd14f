package io.escriba.gateway.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.generation.Generated;
import io.escriba.json.Json;
import org.junit.jupiter.api.Test;

final class WholeCompletionTest {
    private static final Generated.End BY_MODEL = new Generated.End(Generated.Reason.END, 2, 3);

    @Test
    void writesACompletion() {
        WholeCompletion whole = new WholeCompletion(Formats.of(1, false));

        whole.add(new ChoicePart(0, new Generated.Text("an", 0)));
        whole.add(new ChoicePart(0, new Generated.Text("ã", 2)));
        whole.add(new ChoicePart(0, BY_MODEL));

        assertThat(json(whole)).isEqualTo(json("""
                {"id": "cmpl-1", "object": "text_completion", "created": 1700000000, "model": "nomes",
                 "system_fingerprint": "nomes@3",
                 "choices": [{"text": "anã", "index": 0, "logprobs": null, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}}"""));
    }

    @Test
    void keepsChoicesApartThatComeMixed() {
        WholeCompletion whole = new WholeCompletion(Formats.of(2, false));

        whole.add(new ChoicePart(1, new Generated.Text("b", 0)));
        whole.add(new ChoicePart(0, new Generated.Text("a", 0)));
        whole.add(new ChoicePart(1, new Generated.Text("c", 1)));
        whole.add(new ChoicePart(1, new Generated.End(Generated.Reason.LENGTH, 2, 2)));
        whole.add(new ChoicePart(0, new Generated.End(Generated.Reason.STOP, 2, 1)));

        JsonNode completion = json(whole);
        assertThat(completion.get("choices")).isEqualTo(json("""
                [{"text": "a", "index": 0, "logprobs": null, "finish_reason": "stop"},
                 {"text": "bc", "index": 1, "logprobs": null, "finish_reason": "length"}]"""));
        assertThat(completion.get("usage"))
                .isEqualTo(json("{\"prompt_tokens\": 2, \"completion_tokens\": 3, \"total_tokens\": 5}"));
    }

    @Test
    void isNotWholeBeforeEveryChoiceHasEnded() {
        WholeCompletion whole = new WholeCompletion(Formats.of(2, false));
        whole.add(new ChoicePart(0, BY_MODEL));

        assertThatThrownBy(whole::json)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without an end");
    }

    private static JsonNode json(WholeCompletion whole) {
        return json(whole.json().toString());
    }

    private static JsonNode json(String json) {
        return Json.parse(json);
    }
}
