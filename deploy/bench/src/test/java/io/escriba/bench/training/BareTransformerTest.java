package io.escriba.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.escriba.json.Json;
import io.escriba.training.NetworkSpec;
import io.escriba.training.TrainingSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BareTransformerTest {
    private static final NetworkSpec SPEC = TrainingSpec.base()
            .with(Json.tree(Map.of("preset", "gpt-small", "hiddenSize", 8, "heads", 2, "layers", 2)))
            .network();

    @Test
    void seesWhatCameBeforeAndNotWhatComesAfter() {
        try (NDManager manager = NDManager.newBaseManager()) {
            BareTransformer transformer = new BareTransformer(SPEC, 5, new BareParameters(manager), manager);

            // Two rows of three characters, which differ in the second.
            NDArray top = transformer.read(manager.create(new long[] {0, 0, 1, 2, 3, 3}, new Shape(3, 2)));

            assertThat(top.getShape()).isEqualTo(new Shape(3, 2, 8));
            assertThat(top.get(0, 0).allClose(top.get(0, 1))).isTrue();
            assertThat(top.get(2, 0).allClose(top.get(2, 1))).isFalse();
        }
    }

    @Test
    void keepsNothingOfWhatItHasRead() {
        try (NDManager manager = NDManager.newBaseManager()) {
            BareTransformer transformer = new BareTransformer(SPEC, 5, new BareParameters(manager), manager);
            int before = manager.getManagedArrays().size();

            try (NDManager scratch = manager.newSubManager()) {
                transformer.read(scratch.create(new long[] {0, 1, 2, 3}, new Shape(2, 2)));
            }

            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }
}
