package io.escriba.inference.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialTest {
    @Test
    void isRightToTwoUnitsInTheLastPlace() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000_000; i++) {
            double x = -708 * Math.pow(random.nextDouble(), 1 + i % 20);
            double expected = StrictMath.exp(x);

            // StrictMath's is right to one.
            assertThat(Exponential.of(x))
                    .as("e to the power %s", x)
                    .isCloseTo(expected, within(3 * Math.ulp(expected)));
        }
    }

    @Test
    void isOneForZeroAndNothingForWhatIsFarBelow() {
        assertThat(Exponential.of(0)).isEqualTo(1);
        assertThat(Exponential.of(-0.0)).isEqualTo(1);
        assertThat(Exponential.of(-708)).isCloseTo(StrictMath.exp(-708), within(3 * Math.ulp(StrictMath.exp(-708))));
        assertThat(Exponential.of(-709)).isZero();
        assertThat(Exponential.of(Double.NEGATIVE_INFINITY)).isZero();
    }

    /** Bits that a text depends on, wherever it is written. */
    @ParameterizedTest
    @CsvSource({
        "-1.0E-9, 0x1.fffffff768fa1p-1",
        "-0.005415, 0x1.fd3c29cf2bca3p-1",
        "-0.1, 0x1.cf46d99d52b3bp-1",
        "-1.0, 0x1.78b56362cef38p-2",
        "-10.0, 0x1.7cd79b5647c9bp-15",
        "-33.3, 0x1.f165bb9b59d94p-49",
        "-700.0, 0x1.14f2b0fb9307fp-1010"
    })
    void hasTheseBitsOnEveryMachine(double x, String bits) {
        assertThat(Double.toHexString(Exponential.of(x))).isEqualTo(bits);
    }
}
