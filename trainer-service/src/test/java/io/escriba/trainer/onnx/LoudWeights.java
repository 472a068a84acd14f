package io.escriba.trainer.onnx;

import io.escriba.trainer.network.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights of a gpt that make its attention count; those of a fresh one are too small for that. */
final class LoudWeights {
    private static final float FACTOR = 12;

    private LoudWeights() {}

    /** These weights with the numbers of all matrices multiplied. */
    static Weights of(Weights weights) {
        Map<String, Weights.Tensor> loud = new LinkedHashMap<>(weights.tensors());
        loud.replaceAll((name, tensor) -> tensor.shape().length == 2 ? times(tensor) : tensor);
        return new Weights(loud);
    }

    private static Weights.Tensor times(Weights.Tensor tensor) {
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= FACTOR;
        }
        return new Weights.Tensor(tensor.shape(), values);
    }
}
