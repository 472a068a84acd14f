package io.escriba.gateway.stream;

import io.escriba.gateway.request.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a reader has come in each text of a stream.
 *
 * @param texts a position for each text in order
 */
record Positions(List<Position> texts) {
    /** What is written so, as a regular expression. */
    static final String PATTERN = "^" + Position.PATTERN + "(," + Position.PATTERN + "){0,7}$";

    private static final String SEPARATOR = ",";

    Positions {
        texts = List.copyOf(texts);
    }

    /** The beginning of so many texts. */
    static Positions begin(int texts) {
        return new Positions(Collections.nCopies(texts, Position.BEGIN));
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @param parameter in which it stands
     * @param query is told what is wrong; nothing is given then
     */
    static Optional<Positions> parse(String parameter, String value, int texts, Query query) {
        List<Optional<Position>> parts =
                Stream.of(value.split(SEPARATOR, -1)).map(Position::parse).toList();
        if (parts.size() != texts || !parts.stream().allMatch(Optional::isPresent)) {
            query.fault(parameter, parameter + " is '" + value + "'; use " + expected(texts));
            return Optional.empty();
        }
        return Optional.of(
                new Positions(parts.stream().map(Optional::orElseThrow).toList()));
    }

    private static String expected(int texts) {
        return texts == 1
                ? "the index of a character, a whole number from 0, with an e behind it when the text is over."
                : "the indexes of " + texts + " characters, one for each temperature in their order, separated by"
                        + " commas: whole numbers from 0, with an e behind that of a text which is over.";
    }

    /** The same, with another position in one of the texts. */
    Positions with(int text, Position position) {
        List<Position> changed = new ArrayList<>(texts);
        changed.set(text, position);
        return new Positions(changed);
    }

    /** The position in one text. */
    Position of(int text) {
        return texts.get(text);
    }

    /** As the id of an event. */
    @Override
    public String toString() {
        return texts.stream().map(Position::toString).collect(Collectors.joining(SEPARATOR));
    }
}
