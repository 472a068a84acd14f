package io.escriba.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EngineMemoryTest {
    private static final Shape SHAPE = new Shape(2, 4, 24);

    /** With a buffer of Java's, about one of a thousand is overwritten. */
    @Test
    void aSliceOutlivesTheArrayItWasTakenFrom() {
        SplittableRandom random = new SplittableRandom(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < 3_000; i++) {
                float[] values = new float[192];
                for (int j = 0; j < values.length; j++) {
                    values[j] = (float) random.nextDouble();
                }
                NDArray array = manager.zeros(SHAPE);
                EngineMemory.copy(values, array);
                NDArray slice = array.get(new NDIndex(":"));
                array.close();
                NDArray created = EngineMemory.create(manager, values, SHAPE);
                NDArray sliceOfCreated = created.get(new NDIndex(":"));
                created.close();
                NDList others = new NDList();
                for (int j = 0; j < 10; j++) {
                    others.add(manager.ones(SHAPE));
                }

                assertThat(slice.toFloatArray()).isEqualTo(values);
                assertThat(sliceOfCreated.toFloatArray()).isEqualTo(values);
                slice.close();
                sliceOfCreated.close();
                others.close();
            }
        }
    }
}
