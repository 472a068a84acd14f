package io.escriba.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import org.junit.jupiter.api.Test;

final class SpecCheckTest {
    private final Query query = new Query();

    @Test
    void passesOnWhatWasWritten() {
        assertThat(SpecCheck.read("{\"hiddenSize\": 64, \"timeBudget\": \"PT1M\"}", query))
                .hasValueSatisfying(
                        spec -> assertThat(spec).hasToString("{\"hiddenSize\":64,\"timeBudget\":\"PT1M\"}"));
        query.throwIfFaulty();
    }

    @Test
    void listsEveryProblem() {
        assertThat(refusal("{\"hiddenSize\": 0, \"layers\": 99}").problem().faults())
                .extracting(Fault::message)
                .containsExactly("spec: hiddenSize is 0; use 1 to 8192.", "spec: layers is 99; use 1 to 8.");
    }

    @Test
    void namesUnknownFields() {
        assertThat(refusal("{\"hidden\": 1}")).hasMessageStartingWith("spec: Unknown: hidden.");
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThat(refusal("{hidden").problem().status()).isEqualTo(400);
    }

    private ProblemException refusal(String spec) {
        assertThat(SpecCheck.read(spec, query)).isEmpty();
        return catchThrowableOfType(ProblemException.class, query::throwIfFaulty);
    }
}
