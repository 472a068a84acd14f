package io.escriba.gateway.generation;

import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells in HTTP's terms what the inference service says in gRPC's. */
final class InferenceProblems {
    private static final Duration SOON = Duration.ofSeconds(1);

    private InferenceProblems() {}

    /** The problem behind the failure of a call. */
    static ProblemException of(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known;
        }
        Status status = Status.fromThrowable(failure);
        String words = Optional.ofNullable(status.getDescription()).orElse("The inference service gives no reason.");
        Problem problem = switch (status.getCode()) {
            case NOT_FOUND -> new Problem(404, words, List.of(), Optional.empty());
            case INVALID_ARGUMENT, OUT_OF_RANGE -> new Problem(400, words, List.of(), Optional.empty());
            // The version cannot be loaded there, and the words say why. It may be tried again.
            case FAILED_PRECONDITION -> new Problem(503, words, List.of(), Optional.of(SOON));
            case RESOURCE_EXHAUSTED -> new Problem(429, words, List.of(), Optional.of(SOON));
            // Whoever reads does not see its own cancellation, so a server that goes away has cancelled the call.
            case UNAVAILABLE, CANCELLED ->
                new Problem(
                        503,
                        "The inference service is away. Try again in a moment; if it stays away, see whether it"
                                + " runs where escriba.gateway.inference says.",
                        List.of(),
                        Optional.of(SOON));
            default ->
                new Problem(
                        502,
                        "The inference service failed. It is not the request's fault; its log says more.",
                        List.of(),
                        Optional.empty());
        };
        return new ProblemException(problem, failure);
    }
}
