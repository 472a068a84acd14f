package io.escriba.gateway.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.Likelihood;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemDocument;
import io.escriba.gateway.sse.ServerSentEvent;
import io.escriba.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a reader of a stream is told, and how. */
final class StreamEvents {
    private StreamEvents() {}

    /**
     * The event that tells this.
     *
     * @param reached where the reader is after it
     * @param temperature that the event is marked with
     */
    static ServerSentEvent of(Generated generated, Positions reached, Optional<Double> temperature) {
        return generated.fold(text -> text(text, reached, temperature), end -> end(end, reached, temperature));
    }

    /** The event that tells why a text breaks off. Whoever comes back goes on where it broke. */
    static ServerSentEvent problem(Problem problem, Optional<Double> temperature) {
        return ServerSentEvent.named("problem", Json.text(new ProblemData(ProblemDocument.of(problem), temperature)));
    }

    private static ServerSentEvent text(Generated.Text text, Positions reached, Optional<Double> temperature) {
        TextData data = new TextData(
                text.text(),
                text.index(),
                text.likelihoods().stream().map(LogprobData::of).toList(),
                temperature);
        return ServerSentEvent.resumable(reached.toString(), "text", Json.text(data));
    }

    private static ServerSentEvent end(Generated.End end, Positions reached, Optional<Double> temperature) {
        EndData data = new EndData(
                end.reason().name().toLowerCase(Locale.ROOT),
                end.promptCharacters(),
                end.generatedCharacters(),
                temperature);
        return ServerSentEvent.resumable(reached.toString(), "end", Json.text(data));
    }

    private record TextData(
            String text,
            long index,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LogprobData> logprobs,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> temperature) {}

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

    private record EndData(
            String reason,
            long promptCharacters,
            long generatedCharacters,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> temperature) {}

    private record ProblemData(
            @JsonUnwrapped ProblemDocument problem,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> temperature) {}
}
