package io.escriba.trainer.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of a network by name, outside any engine; see {@link ParameterNames}.
 */
public record Weights(Map<String, Tensor> tensors) {
    public Weights {
        tensors = new LinkedHashMap<>(tensors);
    }

    /** The tensor of this name. */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("There is no tensor '" + name + "' among " + tensors.keySet() + ".");
        }
        return tensor;
    }

    /** How many numbers there are. */
    public long count() {
        return tensors.values().stream().mapToLong(t -> t.values().length).sum();
    }

    /**
     * A tensor of float32.
     *
     * @param shape sizes of its axes, the last one contiguous
     */
    public record Tensor(int[] shape, float[] values) {
        public Tensor {
            shape = shape.clone();
        }
    }
}
