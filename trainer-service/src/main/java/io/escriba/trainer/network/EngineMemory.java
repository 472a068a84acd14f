package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays in memory that the engine has laid out. {@link NDManager#create(float[], Shape)} and {@link NDArray#set(float[])} leave
 * the numbers in a buffer of Java's, whose address the engine's matrix products depend on: where it is not a multiple of 64
 * they round differently, so that no two processes would train the same weights.
 */
public final class EngineMemory {
    private EngineMemory() {}

    /** An array of these numbers. */
    public static NDArray create(NDManager manager, float[] values, Shape shape) {
        NDArray array = manager.zeros(shape);
        copy(values, array);
        return array;
    }

    /** Replaces the numbers of an array. */
    public static void copy(float[] values, NDArray array) {
        try (NDArray source = array.getManager().create(values, array.getShape())) {
            source.copyTo(array);
        }
    }
}
