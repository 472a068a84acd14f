package io.escriba.inference.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UniformNumbersTest {
    /** From {@code kat_vectors} of the authors' Random123 library, lines {@code philox4x32 10}. */
    @Test
    void agreesWithThePublishedAnswers() {
        assertThat(UniformNumbers.philox(new int[] {0, 0, 0, 0}, 0, 0))
                .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(UniformNumbers.philox(new int[] {-1, -1, -1, -1}, -1, -1))
                .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(UniformNumbers.philox(
                        new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void liesBetweenZeroAndOneWithoutOne() {
        assertThat(LongStream.range(0, 10_000).mapToDouble(i -> UniformNumbers.at(7, i)))
                .allMatch(u -> u >= 0 && u < 1);
    }

    @Test
    void isSpreadEvenly() {
        int[] tenths = new int[10];

        LongStream.range(0, 100_000).forEach(i -> tenths[(int) (10 * UniformNumbers.at(-3, i))]++);

        for (int count : tenths) {
            assertThat(count).isCloseTo(10_000, within(500));
        }
    }

    @Test
    void dependsOnAllBitsOfTheSeedAndOfTheIndex() {
        double first = UniformNumbers.at(1, 1);

        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(UniformNumbers.at(1 ^ (1L << bit), 1)).isNotEqualTo(first);
            assertThat(UniformNumbers.at(1, 1 ^ (1L << bit))).isNotEqualTo(first);
        }
    }

    /** Two seeds a step apart must not give one sequence shifted by one. */
    @Test
    void givesUnrelatedSequencesForNeighbouringSeeds() {
        assertThat(LongStream.range(0, 1_000)
                        .filter(i -> UniformNumbers.at(5, i + 1) == UniformNumbers.at(6, i))
                        .count())
                .isZero();
    }
}
