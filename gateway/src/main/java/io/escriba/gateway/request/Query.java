package io.escriba.gateway.request;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a request says outside of its body: in its path, its query string and its headers. What is wrong gives its default, or
 * nothing, and a fault, so that {@link #throwIfFaulty} can tell everything at once; {@link #body} goes on gathering. Not thread-safe.
 */
public final class Query {
    /** Of ASCII: {@link Long#parseLong} takes the digits of all alphabets, and signs. */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

    private final List<Fault> faults = new ArrayList<>();

    /** A whole number between two bounds, both included. */
    public long whole(String parameter, Optional<String> value, long otherwise, long least, long most) {
        return value.flatMap(text -> {
                    Optional<Long> number = number(text).filter(found -> found >= least && found <= most);
                    if (number.isEmpty()) {
                        String range =
                                most == Long.MAX_VALUE ? "from " + least + " on" : "from " + least + " to " + most;
                        fault(
                                parameter,
                                parameter + " is '" + JsonRequest.shown(text) + "'; use a whole number " + range + ".");
                    }
                    return number;
                })
                .orElse(otherwise);
    }

    /** Yes or no. */
    public boolean flag(String parameter, Optional<String> value, boolean otherwise) {
        return switch (value.orElse(Boolean.toString(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                fault(parameter, parameter + " is '" + JsonRequest.shown(value.orElse("")) + "'; use true or false.");
                yield otherwise;
            }
        };
    }

    /**
     * A value of another kind.
     *
     * @param parse throws an {@link IllegalArgumentException} that says what is wrong
     */
    public <T> Optional<T> read(String parameter, String value, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(value));
        } catch (IllegalArgumentException e) {
            fault(parameter, parameter + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Notes something that is wrong. */
    public void fault(String parameter, String message) {
        faults.add(new Fault(parameter, message));
    }

    /**
     * The fields of the body, to be read next: what is wrong with them is told together with what is wrong here.
     *
     * @throws ProblemException (400) with everything that is wrong when the body is no JSON object in UTF-8, (408, 413) when its
     *     sender is too slow or sends too much
     */
    public JsonRequest body(InputStream body) throws IOException {
        return JsonRequest.read(body, faults);
    }

    /** As {@link #body}; an empty body is an object without fields. */
    public JsonRequest bodyIfAny(InputStream body) throws IOException {
        return JsonRequest.readIfAny(body, faults);
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

    private static Optional<Long> number(String text) {
        try {
            return WHOLE.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            // More than a long holds.
            return Optional.empty();
        }
    }
}
