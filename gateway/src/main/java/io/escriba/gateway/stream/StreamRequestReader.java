package io.escriba.gateway.stream;

import io.escriba.gateway.corpus.Excerpt;
import io.escriba.gateway.generation.Dialect;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.generation.TextRequestReader;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.JsonRequest;
import io.escriba.gateway.stream.Beginnings.Beginning;
import io.escriba.sampling.Sampling;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes streams out of requests. Thread-safe. */
final class StreamRequestReader {
    private static final Dialect DIALECT = new Dialect(
            new Dialect.Names("maxCharacters", "topK", "topP", "repetitionPenalty", "ignoreEnd"),
            1,
            500,
            0.8,
            TextRequest.MAX_CANDIDATES);

    private final TextRequestReader texts;
    private final Beginnings beginnings;

    StreamRequestReader(TextRequestReader texts, Beginnings beginnings) {
        this.texts = texts;
        this.beginnings = beginnings;
    }

    /**
     * A stream that was asked for.
     *
     * @param excerpt that was chosen as its prompt
     */
    record Asked(StreamRequest stream, Optional<Excerpt> excerpt) {}

    /**
     * Reads a request.
     *
     * @throws ProblemException (400) with everything that is wrong with it, (404) when only the model is not there, (410, 429,
     *     503) when no prompt is given and none can be chosen
     */
    Asked read(JsonRequest json) {
        boolean skipUnknown = json.oneOf("unknown", List.of("refuse", "skip")).equals("skip");
        List<Double> temperatures = temperatures(json);
        OptionalDouble pace = pace(json);
        TextRequest text = texts.read(json, DIALECT, skipUnknown);
        Optional<Beginning> beginning = json.value("prompt").isPresent() ? Optional.empty() : beginnings.choose(text);
        TextRequest begun =
                beginning.map(Beginning::prompt).map(text::withPrompt).orElse(text);
        TextRequest first = temperatures.isEmpty() ? begun : begun.withTemperature(temperatures.get(0));
        return new Asked(new StreamRequest(first, temperatures, pace), beginning.map(Beginning::excerpt));
    }

    private static List<Double> temperatures(JsonRequest json) {
        Optional<List<Double>> given = json.numbers("temperatures", 0, Sampling.MAX_TEMPERATURE);
        if (given.isEmpty()) {
            return List.of();
        }
        List<Double> temperatures = given.get();
        if (temperatures.isEmpty() || temperatures.size() > StreamRequest.MAX_TEMPERATURES) {
            json.fault(
                    "temperatures",
                    "temperatures has " + temperatures.size() + " numbers; use 1 to " + StreamRequest.MAX_TEMPERATURES
                            + ".");
        }
        if (new HashSet<>(temperatures).size() < temperatures.size()) {
            json.fault("temperatures", "temperatures has the same number twice; each must be different.");
        }
        if (json.value("temperature").isPresent()) {
            json.fault("temperatures", "temperatures and temperature are both given; leave one of them out.");
        }
        return temperatures;
    }

    private static OptionalDouble pace(JsonRequest json) {
        return json.value("pace").isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        json.number("pace", StreamRequest.MAX_PACE, StreamRequest.MIN_PACE, StreamRequest.MAX_PACE));
    }
}
