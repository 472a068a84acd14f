package io.escriba.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import org.junit.jupiter.api.Test;

final class SpecCheckTest {
    @Test
    void passesOnWhatWasWritten() {
        assertThat(SpecCheck.read("{\"hiddenSize\": 64, \"timeBudget\": \"PT1M\"}"))
                .hasToString("{\"hiddenSize\":64,\"timeBudget\":\"PT1M\"}");
    }

    @Test
    void listsEveryProblem() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> SpecCheck.read("{\"hiddenSize\": 0, \"layers\": 99}"));

        assertThat(refused.problem().faults())
                .extracting(Fault::message)
                .containsExactly("spec: hiddenSize is 0; use 1 to 8192.", "spec: layers is 99; use 1 to 8.");
    }

    @Test
    void namesUnknownFields() {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> SpecCheck.read("{\"hidden\": 1}"));

        assertThat(refused).hasMessageStartingWith("spec: Unknown: hidden.");
    }

    @Test
    void refusesWhatIsNoJson() {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> SpecCheck.read("{hidden"));

        assertThat(refused.problem().status()).isEqualTo(400);
    }
}
