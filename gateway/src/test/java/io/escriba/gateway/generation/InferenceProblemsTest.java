package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InferenceProblemsTest {
    @Test
    void tellsTheCallersMistakesInTheServicesWords() {
        assertThat(problem(Status.NOT_FOUND.withDescription("No model 'x'.")))
                .returns(404, Problem::status)
                .returns("No model 'x'.", Problem::detail);
        assertThat(problem(Status.INVALID_ARGUMENT.withDescription("topK is -1.")))
                .returns(400, Problem::status)
                .returns("topK is -1.", Problem::detail);
    }

    @Test
    void asksToComeBackWhenThereAreTooManyStreams() {
        Problem problem = problem(Status.RESOURCE_EXHAUSTED.withDescription("256 streams run."));

        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.retryAfter()).contains(Duration.ofSeconds(1));
    }

    @Test
    void saysThatTheServiceIsAway() {
        Problem problem = problem(Status.UNAVAILABLE.withDescription("io exception at 10.0.0.7"));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.detail()).contains("away", "Try again").doesNotContain("10.0.0.7");
        assertThat(problem.retryAfter()).isPresent();
    }

    @Test
    void saysWhyAModelCannotBeServed() {
        Problem problem =
                problem(Status.FAILED_PRECONDITION.withDescription("Model 'x@1' cannot be loaded: no memory."));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.detail()).isEqualTo("Model 'x@1' cannot be loaded: no memory.");
        assertThat(problem.retryAfter()).isPresent();
    }

    @Test
    void hidesWhatOnlyTheOperatorCanUnderstand() {
        Problem problem = problem(Status.INTERNAL.withDescription("NullPointerException"));

        assertThat(problem.status()).isEqualTo(502);
        assertThat(problem.detail()).doesNotContain("NullPointerException");
    }

    @Test
    void keepsTheCause() {
        Throwable cause = Status.UNAVAILABLE.asRuntimeException();

        assertThat(InferenceProblems.of(cause)).hasCause(cause);
    }

    @Test
    void leavesProblemsAsTheyAre() {
        ProblemException known = ProblemException.badRequest("No.");

        assertThat(InferenceProblems.of(known)).isSameAs(known);
    }

    private static Problem problem(Status status) {
        return InferenceProblems.of(status.asRuntimeException()).problem();
    }
}
