package io.escriba.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where JSON is not that of a value, what is there and what should be. Jackson's own words name Java's classes and
 * Jackson's settings, which whoever wrote the JSON does not know.
 */
final class Misfit {
    private static final int SHOWN = 60;
    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> FRACTIONAL = Set.of(double.class, Double.class, float.class, Float.class);

    private Misfit() {}

    /**
     * One sentence about the place that a failure names.
     *
     * @param document all of the JSON
     */
    static String sentence(JsonProcessingException failure, JsonNode document) {
        StringBuilder place = new StringBuilder();
        JsonNode found = document;
        for (JsonMappingException.Reference step : path(failure)) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
                found = found.path(step.getIndex());
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
                found = found.path(step.getFieldName());
            }
        }
        String where = place.isEmpty() ? "The JSON" : place.toString();
        if (found.isMissingNode()) {
            return where + " is missing.";
        }
        return where + " is " + shown(found)
                + expected(failure).map(words -> "; use " + words + ".").orElse(", which cannot be used.");
    }

    private static List<JsonMappingException.Reference> path(JsonProcessingException failure) {
        return failure instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    }

    private static String shown(JsonNode found) {
        String json = found.toString();
        return json.length() > SHOWN ? json.substring(0, SHOWN) + "..." : json;
    }

    private static Optional<String> expected(JsonProcessingException failure) {
        if (failure.getCause() instanceof InputCoercionException) {
            return Optional.of("a number nearer to 0");
        }
        if (failure instanceof InvalidTypeIdException unknown && unknown.getBaseType() != null) {
            return words(unknown.getBaseType().getRawClass());
        }
        return failure instanceof MismatchedInputException mismatch
                ? Optional.<Class<?>>ofNullable(mismatch.getTargetType()).flatMap(Misfit::words)
                : Optional.empty();
    }

    /** How the JSON of such a value looks; empty where that takes more than a few words. */
    private static Optional<String> words(Class<?> type) {
        if (WHOLE.contains(type)) {
            return Optional.of("a whole number");
        }
        if (FRACTIONAL.contains(type)) {
            return Optional.of("a number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Optional.of("true or false");
        }
        if (type == String.class) {
            return Optional.of("a string");
        }
        if (type == Duration.class) {
            return Optional.of("a duration such as PT3M");
        }
        if (type == Instant.class) {
            return Optional.of("a time such as 2026-01-31T12:00:00Z");
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return Optional.of("a list");
        }
        if (type.isEnum()) {
            return Optional.of(oneOf(Arrays.stream(type.getEnumConstants())
                    .map(constant -> Json.tree(constant).asText())));
        }
        JsonSubTypes kinds = type.getAnnotation(JsonSubTypes.class);
        JsonTypeInfo kind = type.getAnnotation(JsonTypeInfo.class);
        if (kinds != null && kind != null) {
            return Optional.of("an object with " + kind.property() + " as "
                    + oneOf(Arrays.stream(kinds.value()).map(JsonSubTypes.Type::name)));
        }
        return type.isRecord() ? ofRecord(type) : Optional.empty();
    }

    /** Some records stand for one value, such as a name. */
    private static Optional<String> ofRecord(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonValue.class)) {
                return words(component.getType());
            }
        }
        return Optional.of("an object");
    }

    private static String oneOf(Stream<String> names) {
        List<String> all = names.toList();
        return (all.size() == 1 ? "" : "one of ") + String.join(", ", all);
    }
}
