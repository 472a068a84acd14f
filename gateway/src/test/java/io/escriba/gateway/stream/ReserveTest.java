package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.Likelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ReserveTest {
    private final Reserve reserve = new Reserve();

    @Test
    void givesOneCharacterAfterTheOtherHoweverTheyCame() {
        Generated end = new Generated.End(Generated.Reason.END, 0, 5);
        reserve.add(new Generated.Text("a😀", 3));
        reserve.add(new Generated.Text("", 5));
        reserve.add(new Generated.Text("😀", 5));
        reserve.add(new Generated.Text("de", 6));
        reserve.add(end);

        assertThat(reserve.characters()).isEqualTo(5);
        assertThat(all())
                .containsExactly(
                        new Generated.Text("a", 3),
                        new Generated.Text("😀", 4),
                        new Generated.Text("😀", 5),
                        new Generated.Text("d", 6),
                        new Generated.Text("e", 7),
                        end);
        assertThat(reserve.characters()).isZero();
    }

    @Test
    void givesEachCharacterItsOwnLikelihood() {
        reserve.add(new Generated.Text("a", 0));
        reserve.add(new Generated.Text("bc", 1, List.of(likelihood(-1), likelihood(-2))));
        reserve.add(new Generated.Text("d", 3));

        assertThat(all())
                .containsExactly(
                        new Generated.Text("a", 0),
                        new Generated.Text("b", 1, List.of(likelihood(-1))),
                        new Generated.Text("c", 2, List.of(likelihood(-2))),
                        new Generated.Text("d", 3));
    }

    @Test
    void keepsTheOrderOverManyPieces() {
        LongStream.range(0, 1_000).forEach(index -> reserve.add(new Generated.Text("é", index)));

        assertThat(reserve.characters()).isEqualTo(1_000);
        assertThat(all())
                .isEqualTo(LongStream.range(0, 1_000)
                        .mapToObj(index -> new Generated.Text("é", index))
                        .toList());
    }

    @Test
    void hasNothingToGiveWhenItIsEmpty() {
        assertThat(reserve.isEmpty()).isTrue();
        assertThatThrownBy(reserve::take).isInstanceOf(NoSuchElementException.class);
    }

    private List<Generated> all() {
        List<Generated> all = new ArrayList<>();
        while (!reserve.isEmpty()) {
            all.add(reserve.take());
        }
        return all;
    }

    private static Likelihood likelihood(double logProbability) {
        return new Likelihood(logProbability, List.of());
    }
}
