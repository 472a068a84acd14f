package io.escriba.gateway.completion;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemFormat;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Problems at {@code /v1} as OpenAI's API writes errors, so that its clients understand them. */
@Singleton
final class OpenAiErrors implements ProblemFormat {
    private static final String PREFIX = "/v1/";

    /** An answer that is an error. */
    record Envelope(Details error) {}

    /** What is said of an error; {@code param} and {@code code} are null where there is nothing to say. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Details(String message, String type, Optional<String> param, Optional<String> code) {}

    @Override
    public boolean covers(String path) {
        return path.startsWith(PREFIX);
    }

    @Override
    public Envelope body(Problem problem) {
        Optional<String> param = problem.faults().stream().map(Fault::field).findFirst();
        return new Envelope(
                new Details(problem.detail(), type(problem.status()), param, code(problem.status(), param)));
    }

    /** Those of OpenAI's: where there is too much of something, its type says of what. */
    private static String type(int status) {
        if (status == 429) {
            return "requests";
        }
        return status < 500 ? "invalid_request_error" : "server_error";
    }

    private static Optional<String> code(int status, Optional<String> param) {
        return switch (status) {
            case 401 -> Optional.of("invalid_api_key");
            case 404 -> param.filter("model"::equals).map(model -> "model_not_found");
            case 429 -> Optional.of("rate_limit_exceeded");
            default -> Optional.empty();
        };
    }
}
