package io.escriba.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextWindowTest {
    @ParameterizedTest
    @CsvSource({
        "8, 0, 0",
        "8, 8, 0",
        "8, 9, 4",
        "8, 12, 4",
        "8, 13, 8",
        "8, 16, 8",
        "8, 17, 12",
        "9, 9, 0",
        "9, 10, 4",
        "9, 13, 4",
        "9, 14, 8",
        "256, 256, 0",
        "256, 257, 128",
        "256, 1000000, 999808"
    })
    void beginsAtAMultipleOfHalfTheContext(int length, long ids, long start) {
        assertThat(new ContextWindow(length).start(ids)).isEqualTo(start);
    }

    /** The closed form is what one gets who reads the text id by id. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 9, 64, 65})
    void beginsAnewWhenItIsFullAndKeepsItsNewerHalf(int length) {
        ContextWindow window = new ContextWindow(length);
        long start = 0;
        for (long ids = 0; ids < 5L * length; ids++) {
            if (ids - start == length) {
                start = ids - window.kept();
            }

            assertThat(window.start(ids + 1)).as("of %s ids", ids + 1).isEqualTo(start);
        }
    }

    @Test
    void cannotBeHalvedWhenThereIsOneId() {
        assertThatThrownBy(() -> new ContextWindow(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2");
    }
}
