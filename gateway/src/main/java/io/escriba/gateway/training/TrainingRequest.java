package io.escriba.gateway.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.JsonRequest;
import io.escriba.gateway.request.SpecCheck;
import io.escriba.name.Name;
import java.util.Optional;

/**
 * What somebody wants to be trained.
 *
 * @param corpus to train on; called like the model when empty
 * @param spec what is not to be chosen by the trainer, already checked; empty when all is
 */
record TrainingRequest(Optional<Name> corpus, Optional<JsonNode> spec) {
    /**
     * Reads a spec that may have a field {@code corpus}.
     *
     * @throws ProblemException (400) with everything that is wrong with it
     */
    static TrainingRequest read(JsonRequest json) {
        Optional<Name> corpus = json.text("corpus").flatMap(value -> name(json, value));
        ObjectNode spec = json.others();
        SpecCheck.problems(spec).forEach(problem -> json.fault("spec", problem));
        json.throwIfFaulty();
        return new TrainingRequest(corpus, spec.isEmpty() ? Optional.empty() : Optional.of(spec));
    }

    private static Optional<Name> name(JsonRequest json, String value) {
        try {
            return Optional.of(new Name(value));
        } catch (IllegalArgumentException e) {
            json.fault("corpus", "corpus: " + e.getMessage());
            return Optional.empty();
        }
    }
}
