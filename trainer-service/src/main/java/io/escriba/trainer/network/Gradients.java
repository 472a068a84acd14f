package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The engine's own calculation of gradients. DJL's {@code GradientCollector} does the same, but it looks for gradients in all
 * arrays of the process first, and begins with a gradient of one.
 */
final class Gradients {
    private Gradients() {}

    /**
     * An array times a number, as DJL's {@code mul} gives it; but DJL lets go of the number's memory at once, and the engine reads
     * it again for the gradient. Here the number belongs to the array's manager.
     */
    static NDArray scaled(NDArray array, double factor) {
        return array.mul(array.getManager().create((float) factor));
    }

    /**
     * Takes the gradient of an array to the parameters that it was computed from, or that it is, and adds it to theirs.
     *
     * @param gradient of the same shape
     */
    static void add(NDArray array, NDArray gradient) {
        JniUtils.backward((PtNDArray) array, (PtNDArray) gradient, false, false);
    }
}
