package io.escriba.gateway.stream;

import io.escriba.gateway.generation.TextRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a stream gives.
 *
 * @param text that it gives, or what its texts have in common
 * @param temperatures with each of which a text is written; none if there is only one text
 * @param pace characters/s of each text, 0.1 to 10,000; empty for as many as can be written
 */
record StreamRequest(TextRequest text, List<Double> temperatures, OptionalDouble pace) {
    /** Most texts of one stream. */
    static final int MAX_TEMPERATURES = 8;

    /** Slowest and fastest pace, in characters/s. */
    static final double MIN_PACE = 0.1;

    static final double MAX_PACE = 10_000;

    StreamRequest {
        temperatures = List.copyOf(temperatures);
    }

    /** One text, as fast as it can be written. */
    StreamRequest(TextRequest text) {
        this(text, List.of(), OptionalDouble.empty());
    }

    /** The texts, in the order of their temperatures. */
    List<TextRequest> texts() {
        return temperatures.isEmpty()
                ? List.of(text)
                : temperatures.stream().map(text::withTemperature).toList();
    }

    /** The temperature that the events of a text are marked with; empty if there is only one text. */
    Optional<Double> mark(int index) {
        return temperatures.isEmpty() ? Optional.empty() : Optional.of(temperatures.get(index));
    }
}
