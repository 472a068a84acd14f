package io.escriba.gateway.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.Likelihood;
import io.escriba.gateway.sse.ServerSentEvent;
import io.escriba.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a reader of a stream is told, and how. */
final class StreamEvents {
    private StreamEvents() {}

    /**
     * The event that tells this; empty when there is nothing to tell.
     *
     * @param from index of the first character that the reader asked for
     */
    static Optional<ServerSentEvent> of(Generated generated, long from) {
        return generated.fold(text -> Optional.of(text(text)), end -> end(end, from));
    }

    private static ServerSentEvent text(Generated.Text text) {
        TextData data = new TextData(
                text.text(),
                text.index(),
                text.likelihoods().stream().map(LogprobData::of).toList());
        return ServerSentEvent.resumable(text.next(), "text", Json.text(data));
    }

    /** A reader who comes back after the last character has missed nothing, and an answer without events says so. */
    private static Optional<ServerSentEvent> end(Generated.End end, long from) {
        if (from > 0 && from >= end.generatedCharacters()) {
            return Optional.empty();
        }
        EndData data = new EndData(
                end.reason().name().toLowerCase(Locale.ROOT), end.promptCharacters(), end.generatedCharacters());
        return Optional.of(ServerSentEvent.resumable(end.generatedCharacters(), "end", Json.text(data)));
    }

    private record TextData(
            String text,
            long index,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LogprobData> logprobs) {}

    private record LogprobData(double logprob, List<TopData> top) {
        static LogprobData of(Likelihood likelihood) {
            return new LogprobData(
                    likelihood.logProbability(),
                    likelihood.top().stream()
                            .map(candidate -> new TopData(candidate.character(), candidate.logProbability()))
                            .toList());
        }
    }

    private record TopData(String text, double logprob) {}

    private record EndData(String reason, long promptCharacters, long generatedCharacters) {}
}
