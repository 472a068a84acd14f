package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Query;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PositionsTest {
    private Query query = new Query();

    @Test
    void anIdIsReadAsItWasWritten() {
        Positions positions = Positions.begin(3)
                .with(1, new Position(15, true))
                .with(0, new Position(12, false))
                .with(2, new Position(9, false));

        assertThat(positions).hasToString("12,15e,9");
        assertThat(Positions.parse("from", "12,15e,9", 3, query)).contains(positions);
        assertThat(positions.of(1)).isEqualTo(new Position(15, true));
    }

    @Test
    void oneTextHasOneIndex() {
        assertThat(Positions.parse("from", "7", 1, query))
                .contains(Positions.begin(1).with(0, new Position(7, false)));
        assertThat(Positions.parse("from", "0e", 1, query))
                .contains(Positions.begin(1).with(0, new Position(0, true)));
    }

    @Test
    void whatIsReadIsWhatIsDescribed() {
        for (String value : List.of("0", "0e", "999999999999999999", "1,2e", "1e,2e,3e,4e,5e,6e,7e,8e")) {
            assertThat(value).matches(Positions.PATTERN);
            assertThat(Positions.parse("from", value, value.split(",").length, query)
                            .map(Positions::toString))
                    .contains(value);
        }
    }

    @Test
    void refusesOtherNumbersOfIndexes() {
        for (String value : List.of("5", "5,6", "5,6,7,8", "")) {
            assertThat(refused(value, 3))
                    .hasMessageStartingWith(
                            "from is '" + value + "'; use the indexes of 3 characters, one for each temperature");
        }
        assertThat(refused("5,6", 1)).hasMessageStartingWith("from is '5,6'; use the index of a character");
    }

    @Test
    void refusesWhatIsNoIndex() {
        for (String value :
                List.of("5,,6", "5,x,6", "5,-1,6", "5,e,6", "5,6ee,7", "5,+6,7", "5,6,1000000000000000000")) {
            assertThat(value).doesNotMatch(Positions.PATTERN);
            assertThat(refused(value, 3))
                    .hasMessageContaining("whole numbers from 0, with an e behind that of a text which is over");
        }
    }

    private ProblemException refused(String value, int texts) {
        query = new Query();
        assertThat(Positions.parse("from", value, texts, query)).isEmpty();
        return catchThrowableOfType(ProblemException.class, query::throwIfFaulty);
    }
}
