package io.escriba.gateway.completion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.TextRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes one completion as OpenAI's API does ({@code POST /v1/completions}, object {@code text_completion}). Usage counts
 * characters.
 *
 * @param id of the completion
 * @param created when it was asked for
 */
record CompletionFormat(String id, Instant created, CompletionRequest request) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A completion or a chunk of one, with these choices. */
    ObjectNode completion(List<ObjectNode> choices) {
        ObjectNode completion = JSON.objectNode()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", created.getEpochSecond())
                .put("model", request.model())
                .put("system_fingerprint", request.version().toString());
        completion.putArray("choices").addAll(choices);
        return completion;
    }

    /**
     * A choice, or what a chunk has of it.
     *
     * @param index of the choice
     * @param logprobs of the text, if they were asked for
     * @param end of the choice, if it has come to it
     */
    ObjectNode choice(int index, String text, Optional<Logprobs> logprobs, Optional<Generated.End> end) {
        ObjectNode choice = JSON.objectNode().put("text", text).put("index", index);
        choice.set("logprobs", logprobs.<JsonNode>map(Logprobs::json).orElse(JSON.nullNode()));
        return choice.put(
                "finish_reason", end.map(CompletionFormat::finishReason).orElse(null));
    }

    /** Where log-probabilities of a choice are gathered, if they were asked for. */
    Optional<Logprobs> logprobs(int choice) {
        TextRequest text = request.texts().get(request.promptOf(choice));
        return text.candidates().isPresent() ? Optional.of(new Logprobs(text.promptCharacters())) : Optional.empty();
    }

    /**
     * What a completion has cost.
     *
     * @param characters that were written in all choices together
     */
    ObjectNode usage(long characters) {
        return JSON.objectNode()
                .put("prompt_tokens", request.promptCharacters())
                .put("completion_tokens", characters)
                .put("total_tokens", request.promptCharacters() + characters);
    }

    private static String finishReason(Generated.End end) {
        return switch (end.reason()) {
            case LENGTH -> "length";
            case END, STOP -> "stop";
        };
    }
}
