package io.escriba.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QueryTest {
    private final Query query = new Query();

    @Test
    void readsNumbersAndDefaults() {
        assertThat(query.whole("limit", Optional.of(" 12 "), 100, 1, 12)).isEqualTo(12);
        assertThat(query.whole("limit", Optional.empty(), 100, 1, 12)).isEqualTo(100);
        query.throwIfFaulty();
    }

    @Test
    void tellsEverythingThatIsWrongTogether() {
        query.whole("limit", Optional.of("0"), 100, 1, 12);
        query.whole("from", Optional.of("-1"), 0, 0, Long.MAX_VALUE);
        query.whole("to", Optional.of("x"), 0, 0, 9);

        ProblemException refused = catchThrowableOfType(ProblemException.class, query::throwIfFaulty);

        assertThat(refused.problem().faults())
                .containsExactly(
                        new Fault("limit", "limit is '0'; use a whole number from 1 to 12."),
                        new Fault("from", "from is '-1'; use a whole number from 0 on."),
                        new Fault("to", "to is 'x'; use a whole number from 0 to 9."));
    }
}
