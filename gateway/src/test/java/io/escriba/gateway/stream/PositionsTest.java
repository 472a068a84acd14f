package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PositionsTest {
    @Test
    void anIdIsReadAsItWasWritten() {
        Positions positions = Positions.begin(3).with(1, 15).with(0, 12).with(2, 9);

        assertThat(positions).hasToString("12,15,9");
        assertThat(Positions.parse("from", "12,15,9", 3)).isEqualTo(positions);
        assertThat(positions.of(1)).isEqualTo(15);
    }

    @Test
    void oneTextHasOneIndex() {
        assertThat(Positions.parse("from", " 7 ", 1)).hasToString("7");
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
        for (String value : List.of("5,,6", "5,x,6", "5,-1,6")) {
            assertThat(refused(value, 3)).hasMessageContaining("whole number from 0");
        }
    }

    private static ProblemException refused(String value, int texts) {
        return catchThrowableOfType(ProblemException.class, () -> Positions.parse("from", value, texts));
    }
}
