package io.escriba.gateway.stream;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far a reader has come in each text of a stream.
 *
 * @param next the index of the next character, for each text in order
 */
record Positions(List<Long> next) {
    /** What is written so, as a regular expression. */
    static final String PATTERN = "^[0-9]{1,19}(,[0-9]{1,19}){0,7}$";

    private static final String SEPARATOR = ",";

    Positions {
        next = List.copyOf(next);
    }

    /** The beginning of so many texts. */
    static Positions begin(int texts) {
        return new Positions(Collections.nCopies(texts, 0L));
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @param parameter in which it stands
     * @throws ProblemException (400) when it is nothing of that kind, or not for so many texts
     */
    static Positions parse(String parameter, String value, int texts) {
        if (texts == 1) {
            return new Positions(List.of(Parameters.index(parameter, value)));
        }
        List<String> parts = List.of(value.split(SEPARATOR, -1));
        if (parts.size() != texts) {
            throw ProblemException.badRequest(parameter + " is '" + value + "'; use the indexes of " + texts
                    + " characters, one for each temperature in their order, separated by commas: whole numbers from"
                    + " 0.");
        }
        return new Positions(
                parts.stream().map(part -> Parameters.index(parameter, part)).toList());
    }

    /** The same, with another index for one of the texts. */
    Positions with(int text, long index) {
        List<Long> changed = new ArrayList<>(next);
        changed.set(text, index);
        return new Positions(changed);
    }

    /** The index of the next character of one text. */
    long of(int text) {
        return next.get(text);
    }

    /** As the id of an event. */
    @Override
    public String toString() {
        return next.stream().map(String::valueOf).collect(Collectors.joining(SEPARATOR));
    }
}
