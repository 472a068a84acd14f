package io.escriba.trainer.checkpoint;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A tensor of float32 that is to be written. Its numbers are fetched when their turn comes, so that not all tensors of a
 * training are on the heap at once.
 *
 * @param shape sizes of its axes, the last one contiguous
 */
public record NamedTensor(String name, long[] shape, Supplier<float[]> values) {
    public NamedTensor {
        shape = shape.clone();
    }

    long count() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
