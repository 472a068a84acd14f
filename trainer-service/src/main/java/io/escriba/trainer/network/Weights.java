package io.escriba.trainer.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of a network by name, outside any engine. The names are PyTorch's: {@code embedding.weight},
 * {@code rnn.weight_ih_l0} (rows of the gates r,z,n for GRU and i,f,g,o for LSTM), {@code rnn.weight_hh_l0},
 * {@code rnn.bias_ih_l0}, {@code rnn.bias_hh_l0}, ..., {@code output.weight}, {@code output.bias}.
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
