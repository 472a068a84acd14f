package io.escriba.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON object of a request's body, read field by field. A field that is absent or null has its default; one that is
 * wrong gives its default too and a fault, so that {@link #throwIfFaulty} can tell everything at once. Not thread-safe.
 */
public final class JsonRequest {
    private static final int SHOWN = 60;

    private final ObjectNode object;
    private final Set<String> known = new TreeSet<>();
    private final List<Fault> faults;

    private JsonRequest(ObjectNode object, List<Fault> faults) {
        this.object = object;
        this.faults = faults;
    }

    /**
     * Reads a body to its end. It is held in memory: {@code escriba.gateway.max-json-body} limits what comes here.
     *
     * @throws ProblemException (400) when it is no JSON object in UTF-8, (408, 413) when its sender is too slow or sends too
     *     much
     */
    public static JsonRequest read(InputStream body) throws IOException {
        return read(body, new ArrayList<>());
    }

    /** As {@link #read(InputStream)}, where this is wrong with the request already; the list goes on with what is wrong here. */
    static JsonRequest read(InputStream body, List<Fault> faults) throws IOException {
        return of(text(body, faults), faults);
    }

    /** As {@link #read(InputStream, List)}; an empty body is an object without fields. */
    static JsonRequest readIfAny(InputStream body, List<Fault> faults) throws IOException {
        String json = text(body, faults);
        return of(json.isBlank() ? "{}" : json, faults);
    }

    private static String text(InputStream body, List<Fault> faults) throws IOException {
        byte[] bytes = body.readAllBytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable("The body is not UTF-8. Send JSON in UTF-8.", faults);
        }
    }

    /**
     * Reads a JSON object.
     *
     * @throws ProblemException (400) when it is none
     */
    static JsonRequest of(String json) {
        return of(json, new ArrayList<>());
    }

    private static JsonRequest of(String json, List<Fault> faults) {
        JsonNode tree;
        try {
            tree = Json.parse(json);
        } catch (MalformedJsonException e) {
            throw unreadable("The body cannot be read. " + e.getMessage(), faults);
        }
        if (!(tree instanceof ObjectNode object)) {
            throw unreadable(
                    "The body must be a JSON object, but it is "
                            + (tree.isMissingNode() ? "empty." : "this: " + shown(tree)),
                    faults);
        }
        return new JsonRequest(object, faults);
    }

    private static ProblemException unreadable(String detail, List<Fault> faults) {
        if (faults.isEmpty()) {
            return ProblemException.badRequest(detail);
        }
        faults.add(new Fault("body", detail));
        return ProblemException.badRequest(faults);
    }

    /** A text without halves of surrogate pairs. */
    public Optional<String> text(String field) {
        return value(field).flatMap(value -> {
            if (!value.isTextual()) {
                fault(field, field + " is " + shown(value) + "; use a string.");
                return Optional.empty();
            }
            return wellFormed(field, List.of(value.textValue())).map(texts -> texts.get(0));
        });
    }

    /** A text or a list of texts, as {@link #text}; empty when absent. */
    public Optional<List<String>> texts(String field) {
        return value(field).flatMap(value -> {
            List<JsonNode> items = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(items::add);
            } else {
                items.add(value);
            }
            if (!items.stream().allMatch(JsonNode::isTextual)) {
                fault(field, field + " is " + shown(value) + "; use a string or a list of strings.");
                return Optional.empty();
            }
            return wellFormed(field, items.stream().map(JsonNode::textValue).toList());
        });
    }

    private Optional<List<String>> wellFormed(String field, List<String> texts) {
        if (!texts.stream().allMatch(StandardCharsets.UTF_16.newEncoder()::canEncode)) {
            fault(field, field + " has half of a surrogate pair; use whole Unicode characters.");
            return Optional.empty();
        }
        return Optional.of(texts);
    }

    /** A whole number between two bounds, both included. */
    public long whole(String field, long otherwise, long least, long most) {
        return value(field)
                .map(value -> {
                    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
                    if (whole && value.longValue() >= least && value.longValue() <= most) {
                        return value.longValue();
                    }
                    fault(
                            field,
                            field + " is " + shown(value) + "; use a whole number from " + least + " to " + most + ".");
                    return otherwise;
                })
                .orElse(otherwise);
    }

    /** A number between two bounds, both included. */
    public double number(String field, double otherwise, double least, double most) {
        return value(field)
                .map(value -> {
                    if (value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most) {
                        return value.doubleValue();
                    }
                    fault(
                            field,
                            field + " is " + shown(value) + "; use a number from " + shown(least) + " to " + shown(most)
                                    + ".");
                    return otherwise;
                })
                .orElse(otherwise);
    }

    /** A list of numbers between two bounds, both included; empty when absent. */
    public Optional<List<Double>> numbers(String field, double least, double most) {
        return value(field).flatMap(value -> {
            List<Double> numbers = new ArrayList<>();
            // With 0 added, -0 is 0.
            value.forEach(item -> numbers.add(item.isNumber() ? item.doubleValue() + 0.0 : Double.NaN));
            if (!value.isArray() || !numbers.stream().allMatch(number -> number >= least && number <= most)) {
                fault(
                        field,
                        field + " is " + shown(value) + "; use a list of numbers from " + shown(least) + " to "
                                + shown(most) + ".");
                return Optional.empty();
            }
            return Optional.of(numbers);
        });
    }

    /** Yes or no. */
    public boolean flag(String field, boolean otherwise) {
        return value(field)
                .map(value -> {
                    if (!value.isBoolean()) {
                        fault(field, field + " is " + shown(value) + "; use true or false.");
                        return otherwise;
                    }
                    return value.booleanValue();
                })
                .orElse(otherwise);
    }

    /** One of several words, the first of which is the default. */
    public String oneOf(String field, List<String> words) {
        return value(field)
                .map(value -> {
                    if (!value.isTextual() || !words.contains(value.textValue())) {
                        fault(field, field + " is " + shown(value) + "; use one of " + String.join(", ", words) + ".");
                        return words.get(0);
                    }
                    return value.textValue();
                })
                .orElse(words.get(0));
    }

    /** An object within this one; empty when absent. Its faults are this request's, after {@link #include}. */
    public Optional<JsonRequest> object(String field) {
        return value(field).flatMap(value -> {
            if (!(value instanceof ObjectNode inner)) {
                fault(field, field + " is " + shown(value) + "; use an object.");
                return Optional.empty();
            }
            return Optional.of(new JsonRequest(inner, new ArrayList<>()));
        });
    }

    /** A field as it is; empty when absent or null. */
    public Optional<JsonNode> value(String field) {
        known.add(field);
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** The fields that nobody has asked for so far. */
    public ObjectNode others() {
        ObjectNode others = object.deepCopy();
        others.remove(known);
        return others;
    }

    /** Notes something that is wrong. */
    public void fault(String field, String message) {
        faults.add(new Fault(field, message));
    }

    /** Takes over what is wrong with an object within this one. */
    public void include(String field, JsonRequest inner) {
        inner.faults.forEach(fault -> fault(field + "." + fault.field(), field + "." + fault.message()));
    }

    /** Notes every field that nobody has asked for. To be called when all known fields have been read. */
    public void refuseOtherFields() {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                fault(
                        field,
                        shown(TextNode.valueOf(field)) + " is not known here; known are " + String.join(", ", known)
                                + ".");
            }
        });
    }

    /** Whether something is wrong so far. */
    public boolean isFaulty() {
        return !faults.isEmpty();
    }

    /**
     * Ends the request if something is wrong with it.
     *
     * @throws ProblemException (400) with everything that is wrong
     */
    public void throwIfFaulty() {
        if (!faults.isEmpty()) {
            throw ProblemException.badRequest(faults);
        }
    }

    private static String shown(JsonNode value) {
        return shown(value.toString());
    }

    /** No more of a value than tells what it is. */
    static String shown(String value) {
        return value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    }

    /** Without the fraction that a bound does not need. */
    private static String shown(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
