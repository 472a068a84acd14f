package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Map;

/**
 * Layers over named parameters, each one call of the engine. What they give belongs to the manager of their input.
 *
 * @param parameters by name; not copied, as they are added while a network is made
 */
record Layers(Map<String, NDArray> parameters) {
    /** PyTorch's. */
    private static final float NORM_EPSILON = 1e-5f;

    NDArray parameter(String name) {
        NDArray parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalStateException("The network has no parameter '" + name + "'.");
        }
        return parameter;
    }

    /** The rows {@code [..., width]} of a table at these indices, int64 {@code [...]}. */
    NDArray rows(NDArray indices, String table) {
        return indices.getNDArrayInternal()
                .embedding(indices, parameter(table), SparseFormat.DENSE)
                .singletonOrThrow();
    }

    NDArray linear(NDArray input, String weight, String bias) {
        return linear(input, parameter(weight), parameter(bias));
    }

    NDArray linear(NDArray input, NDArray weight, NDArray bias) {
        return input.getNDArrayInternal().linear(input, weight, bias).singletonOrThrow();
    }

    /** Normalizes the last axis (Ba et al. 2016), then scales and shifts it. */
    NDArray norm(NDArray input, String name) {
        NDArray scale = parameter(ParameterNames.scale(name));
        NDArray shift = parameter(ParameterNames.shift(name));
        Shape width = scale.getShape();
        return input.getNDArrayInternal()
                .layerNorm(input, width, scale, shift, NORM_EPSILON)
                .singletonOrThrow();
    }
}
