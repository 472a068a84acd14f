package io.escriba.inference.precision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Int8MatrixTest {
    @Test
    void givesEachColumnTheScaleOfItsLargestNumber() {
        Int8Matrix matrix = Int8Matrix.transposed(new float[] {1.27f, -0.64f, 0.004f, 0, 25.4f, -25.4f}, 2, 3);

        assertThat(matrix.rows()).isEqualTo(3);
        assertThat(matrix.columns()).isEqualTo(2);
        assertThat(matrix.scales()).containsExactly(1.27f / 127, 25.4f / 127);
        assertThat(matrix.values()).containsExactly(127, 0, -64, 127, 0, -127);
    }

    @Test
    void leavesAColumnOfZerosAsItIs() {
        Int8Matrix matrix = Int8Matrix.transposed(new float[] {0, 0}, 1, 2);

        assertThat(matrix.scales()).containsExactly(1f);
        assertThat(matrix.values()).containsExactly(0, 0);
    }
}
