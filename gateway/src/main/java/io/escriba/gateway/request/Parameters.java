package io.escriba.gateway.request;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import java.util.Optional;

/** Values of paths and query strings. */
public final class Parameters {
    private Parameters() {}

    /**
     * A corpus's or a model's name.
     *
     * @throws ProblemException (400) when it is no name
     */
    public static Name name(String value) {
        try {
            return new Name(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A model or one of its versions.
     *
     * @throws ProblemException (400) when it is neither {@code NAME} nor {@code NAME@VERSION}
     */
    public static ModelVersion.Reference reference(String value) {
        try {
            return ModelVersion.Reference.parse(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A flag that may be absent.
     *
     * @throws ProblemException (400) when it is neither {@code true} nor {@code false}
     */
    public static boolean flag(String parameter, Optional<String> value, boolean otherwise) {
        return switch (value.orElse(Boolean.toString(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw ProblemException.badRequest(parameter + " is '" + value.orElse("") + "'; use true or false.");
        };
    }

    /**
     * An index of a character, from 0.
     *
     * @throws ProblemException (400) when it is no such number
     */
    public static long index(String parameter, String value) {
        try {
            long index = Long.parseLong(value.strip());
            if (index >= 0) {
                return index;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative number.
        }
        throw ProblemException.badRequest(
                parameter + " is '" + value + "'; use the index of a character, a whole number from 0.");
    }
}
