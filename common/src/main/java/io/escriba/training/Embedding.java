package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/**
 * How a network is given a character. As JSON, the width of a learned embedding, or {@code "one-hot"}.
 *
 * @param width of the learned embedding; empty when each character is a unit of its own
 */
public record Embedding(OptionalInt width) {
    /** Each character is a unit of its own. */
    public static final Embedding ONE_HOT = new Embedding(OptionalInt.empty());

    private static final String ONE_HOT_NAME = "one-hot";

    /** A learned embedding of this width. */
    public static Embedding learned(int width) {
        return new Embedding(OptionalInt.of(width));
    }

    /** How many numbers a character becomes, where there are so many characters. */
    public int width(int vocabulary) {
        return width.orElse(vocabulary);
    }

    @JsonCreator
    static Embedding read(JsonNode json) {
        if (json.isInt()) {
            return learned(json.intValue());
        }
        if (ONE_HOT_NAME.equals(json.asText())) {
            return ONE_HOT;
        }
        throw new IllegalArgumentException("embedding is " + json + "; use a width or \"one-hot\".");
    }

    @JsonValue
    Object json() {
        return width.isPresent() ? width.getAsInt() : ONE_HOT_NAME;
    }
}
