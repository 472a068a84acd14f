package io.escriba.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.training.InvalidSpecException;
import io.escriba.training.TrainingSpec;
import java.util.List;

/** Tells at once what the trainer would say later: whether the fields of a spec exist and their values are in range. */
public final class SpecCheck {
    private static final String FIELD = "spec";

    private SpecCheck() {}

    /**
     * Reads a spec as it was written.
     *
     * @throws ProblemException (400) with everything that is wrong with it
     */
    public static JsonNode read(String json) {
        JsonNode spec;
        try {
            spec = Json.parse(json);
        } catch (MalformedJsonException e) {
            throw ProblemException.badRequest(List.of(new Fault(FIELD, "spec: " + e.getMessage())));
        }
        List<String> problems = problems(spec);
        if (!problems.isEmpty()) {
            throw ProblemException.badRequest(problems.stream()
                    .map(problem -> new Fault(FIELD, "spec: " + problem))
                    .toList());
        }
        return spec;
    }

    /** Everything that is wrong with a spec, one sentence each. */
    public static List<String> problems(JsonNode spec) {
        try {
            TrainingSpec.base().with(spec);
            return List.of();
        } catch (InvalidSpecException e) {
            return e.problems();
        }
    }
}
