package io.escriba.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void takeTheMiddleOneOfAnOddNumber() {
        assertThat(new Samples(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2.0);
    }

    @Test
    void takeTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(new Samples(List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3.0);
    }

    @Test
    void refuseToBeNone() {
        assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
