package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays in memory that the engine has laid out and owns. {@link NDManager#create(float[], Shape)}, {@link
 * NDArray#set(float[])} and {@link NDArray#copyTo} leave the numbers in a buffer of Java's (DJL 0.35). What the engine makes
 * of such an array, a slice for instance, does not keep that buffer alive. And its address is no multiple of 64, so that matrix
 * products round differently, and no two processes would train the same weights.
 */
public final class EngineMemory {
    private static final NDIndex EVERYTHING = new NDIndex(":");

    private EngineMemory() {}

    /** An array of these numbers. */
    public static NDArray create(NDManager manager, float[] values, Shape shape) {
        try (NDArray source = manager.create(values, shape)) {
            return source.duplicate();
        }
    }

    /** A vector of these numbers. */
    public static NDArray create(NDManager manager, int[] values) {
        try (NDArray source = manager.create(values)) {
            return source.duplicate();
        }
    }

    /** Replaces the numbers of an array that has no gradient. */
    public static void copy(float[] values, NDArray array) {
        try (NDArray source = array.getManager().create(values, array.getShape())) {
            copy(source, array);
        }
    }

    /** Replaces the numbers of an array that has no gradient. */
    public static void copy(NDArray source, NDArray array) {
        array.set(EVERYTHING, source);
    }
}
