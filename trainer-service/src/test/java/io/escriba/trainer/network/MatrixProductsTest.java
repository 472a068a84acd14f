package io.escriba.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.escriba.training.Precision;
import org.junit.jupiter.api.Test;

class MatrixProductsTest {
    private static final int WIDTH = 256;

    /** Of one rounding to 8 significant bits. */
    private static final double HALF_STEP = 1.0 / 256;

    @Test
    void bfloat16RoundsTheFactorsAtMost() {
        try (NDManager engine = NDManager.newBaseManager()) {
            NDArray left = engine.randomUniform(0.5f, 1, new Shape(WIDTH, WIDTH));
            NDArray right = engine.randomUniform(0.5f, 1, new Shape(WIDTH, WIDTH));
            NDArray exact = left.matMul(right);

            double rounded = MatrixProducts.with(Precision.BFLOAT16, () -> difference(left.matMul(right), exact));
            double again = MatrixProducts.with(Precision.FLOAT32, () -> difference(left.matMul(right), exact));

            assertThat(rounded).isLessThan(2 * HALF_STEP);
            assertThat(again).as("afterwards").isZero();
        }
    }

    /** Largest relative difference. */
    private static double difference(NDArray actual, NDArray expected) {
        return actual.sub(expected).abs().div(expected).max().getFloat();
    }
}
