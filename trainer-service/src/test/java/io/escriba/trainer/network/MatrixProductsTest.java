package io.escriba.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.escriba.training.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MatrixProductsTest {
    private static final int WIDTH = 256;

    /** Of one rounding to 8 significant bits. */
    private static final double HALF_STEP = 1.0 / 256;

    @Test
    void bfloat16RoundsTheFactorsWhereTheProcessorMultipliesSuchNumbers() throws IOException {
        try (NDManager engine = NDManager.newBaseManager()) {
            NDArray left = engine.randomUniform(0.5f, 1, new Shape(WIDTH, WIDTH));
            NDArray right = engine.randomUniform(0.5f, 1, new Shape(WIDTH, WIDTH));
            NDArray exact = left.matMul(right);

            double rounded = MatrixProducts.with(Precision.BFLOAT16, () -> difference(left.matMul(right), exact));
            double again = MatrixProducts.with(Precision.FLOAT32, () -> difference(left.matMul(right), exact));

            assertThat(rounded).isLessThan(2 * HALF_STEP);
            assertThat(rounded > 0).as("rounded").isEqualTo(multipliesBfloat16());
            assertThat(again).as("afterwards").isZero();
        }
    }

    /** Where oneDNN, which PyTorch asks, has such products: on x86 with AVX-512 for bytes, words and shorter vectors. */
    private static boolean multipliesBfloat16() throws IOException {
        List<String> features;
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            features = lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst()
                    .map(line -> List.of(line.split("\\s+")))
                    .orElseThrow();
        }
        return features.containsAll(List.of("avx512bw", "avx512vl", "avx512dq")) || features.contains("bf16");
    }

    /** Largest relative difference. */
    private static double difference(NDArray actual, NDArray expected) {
        return actual.sub(expected).abs().div(expected).max().getFloat();
    }
}
