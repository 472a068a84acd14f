package io.escriba.gateway.completion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.sse.ServerSentEvent;
import java.util.List;
import java.util.Optional;

/** Tells a completion in chunks as its parts come. Not thread-safe. */
final class CompletionEvents {
    /** What ends every stream. */
    static final ServerSentEvent DONE = ServerSentEvent.data("[DONE]");

    private final CompletionFormat format;
    private int ended;
    private long characters;

    CompletionEvents(CompletionFormat format) {
        this.format = format;
    }

    /** The events that tell this part. */
    List<ServerSentEvent> of(ChoicePart part) {
        return part.part().fold(text -> List.of(text(part.choice(), text)), end -> end(part.choice(), end));
    }

    private ServerSentEvent text(int choice, Generated.Text text) {
        return chunk(format.choice(
                choice, text.text(), format.logprobs(choice).map(logprobs -> logprobs.add(text)), Optional.empty()));
    }

    private List<ServerSentEvent> end(int choice, Generated.End end) {
        ended++;
        characters += end.generatedCharacters();
        ServerSentEvent last = chunk(format.choice(choice, "", Optional.empty(), Optional.of(end)));
        return format.request().includeUsage() && ended == format.request().choices()
                ? List.of(last, usage())
                : List.of(last);
    }

    private ServerSentEvent chunk(ObjectNode choice) {
        ObjectNode chunk = format.completion(List.of(choice));
        if (format.request().includeUsage()) {
            chunk.putNull("usage");
        }
        return ServerSentEvent.data(chunk.toString());
    }

    private ServerSentEvent usage() {
        ObjectNode chunk = format.completion(List.of());
        chunk.set("usage", format.usage(characters));
        return ServerSentEvent.data(chunk.toString());
    }
}
