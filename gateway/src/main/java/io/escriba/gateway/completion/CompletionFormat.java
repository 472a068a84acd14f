package io.escriba.gateway.completion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.sse.ServerSentEvent;
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
    /** What ends every stream. */
    static final ServerSentEvent DONE = ServerSentEvent.data("[DONE]");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The whole completion in one. */
    ObjectNode whole(String text, Generated.End end) {
        ObjectNode completion = completion();
        completion.withArray("choices").add(choice(text, Optional.of(end)));
        completion.set("usage", usage(end));
        return completion;
    }

    /** The events that tell this in a stream. */
    List<ServerSentEvent> events(Generated generated) {
        return generated.fold(
                text -> List.of(chunk(choice(text.text(), Optional.empty()))),
                end -> request.includeUsage()
                        ? List.of(chunk(choice("", Optional.of(end))), usageChunk(end))
                        : List.of(chunk(choice("", Optional.of(end)))));
    }

    private ServerSentEvent chunk(ObjectNode choice) {
        ObjectNode chunk = completion();
        chunk.withArray("choices").add(choice);
        if (request.includeUsage()) {
            chunk.putNull("usage");
        }
        return ServerSentEvent.data(chunk.toString());
    }

    private ServerSentEvent usageChunk(Generated.End end) {
        ObjectNode chunk = completion();
        chunk.set("usage", usage(end));
        return ServerSentEvent.data(chunk.toString());
    }

    /** What all parts of a completion have in common; without a choice yet. */
    private ObjectNode completion() {
        ObjectNode completion = JSON.objectNode()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", created.getEpochSecond())
                .put("model", request.model())
                .put("system_fingerprint", request.text().model().toString());
        completion.putArray("choices");
        return completion;
    }

    private static ObjectNode choice(String text, Optional<Generated.End> end) {
        return JSON.objectNode()
                .put("text", text)
                .put("index", 0)
                .putNull("logprobs")
                .put("finish_reason", end.map(CompletionFormat::finishReason).orElse(null));
    }

    private static String finishReason(Generated.End end) {
        return switch (end.reason()) {
            case LENGTH -> "length";
            case END, STOP -> "stop";
        };
    }

    private static ObjectNode usage(Generated.End end) {
        return JSON.objectNode()
                .put("prompt_tokens", end.promptCharacters())
                .put("completion_tokens", end.generatedCharacters())
                .put("total_tokens", end.promptCharacters() + end.generatedCharacters());
    }
}
