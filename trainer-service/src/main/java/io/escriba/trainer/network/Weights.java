package io.escriba.trainer.network;

import io.escriba.trainer.checkpoint.NamedTensor;
import io.escriba.trainer.checkpoint.TensorFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of a network by name, outside any engine; see {@link ParameterNames}.
 */
public record Weights(Map<String, Tensor> tensors) {
    public Weights {
        tensors = new LinkedHashMap<>(tensors);
    }

    /**
     * The tensors of a file whose names begin so, named without that beginning.
     *
     * @throws IOException when they cannot be read
     */
    public static Weights read(TensorFile file, String prefix) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : file.names(prefix)) {
            tensors.put(name, Tensor.read(file, prefix + name));
        }
        return new Weights(tensors);
    }

    /** All tensors, to be written under names that begin so. */
    public List<NamedTensor> named(String prefix) {
        return tensors.entrySet().stream()
                .map(tensor -> tensor.getValue().named(prefix + tensor.getKey()))
                .toList();
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

        private NamedTensor named(String name) {
            return new NamedTensor(name, Arrays.stream(shape).asLongStream().toArray(), () -> values);
        }

        private static Tensor read(TensorFile file, String name) throws IOException {
            int[] shape =
                    Arrays.stream(file.shape(name)).mapToInt(Math::toIntExact).toArray();
            return new Tensor(shape, file.read(name));
        }
    }
}
