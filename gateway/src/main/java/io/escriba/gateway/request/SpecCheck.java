package io.escriba.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.training.InvalidSpecException;
import io.escriba.training.TrainingSpec;
import java.util.List;
import java.util.Optional;

/** Tells at once what the trainer would say later: whether the fields of a spec exist and their values are in range. */
public final class SpecCheck {
    private static final String FIELD = "spec";

    private SpecCheck() {}

    /** Reads a spec as it was written in a query; nothing, and everything that is wrong with it as faults, where there is such. */
    public static Optional<JsonNode> read(String json, Query query) {
        JsonNode spec;
        try {
            spec = Json.parse(json);
        } catch (MalformedJsonException e) {
            query.fault(FIELD, "spec: " + e.getMessage());
            return Optional.empty();
        }
        List<String> problems = problems(spec);
        problems.forEach(problem -> query.fault(FIELD, "spec: " + problem));
        return problems.isEmpty() ? Optional.of(spec) : Optional.empty();
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
