package io.escriba.gateway.request;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;

/** What a path says, where a request has nothing else that could be wrong; {@link Query} gathers several things. */
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
}
