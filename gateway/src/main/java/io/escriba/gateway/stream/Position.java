package io.escriba.gateway.stream;

import io.escriba.gateway.generation.Generated;
import java.util.Optional;

/**
 * How far a reader has come in one text.
 *
 * @param next the index of the next character
 * @param isOver whether the end of the text was told, so that nothing follows
 */
record Position(long next, boolean isOver) {
    /** What is written so, as a regular expression. */
    static final String PATTERN = "[0-9]{1,18}e?";

    private static final String OVER = "e";

    /** Where every reader begins. */
    static final Position BEGIN = new Position(0, false);

    /** Where a reader is who was told this. */
    static Position after(Generated generated) {
        return generated.fold(
                text -> new Position(text.next(), false), end -> new Position(end.generatedCharacters(), true));
    }

    /** Reads what {@link #toString} has written; empty when it is nothing of that kind. */
    static Optional<Position> parse(String value) {
        if (!value.matches(PATTERN)) {
            return Optional.empty();
        }
        boolean isOver = value.endsWith(OVER);
        String next = isOver ? value.substring(0, value.length() - OVER.length()) : value;
        return Optional.of(new Position(Long.parseLong(next), isOver));
    }

    @Override
    public String toString() {
        return next + (isOver ? OVER : "");
    }
}
