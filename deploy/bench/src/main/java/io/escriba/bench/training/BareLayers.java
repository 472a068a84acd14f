package io.escriba.bench.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;

/** Layers of bare networks, each one call of the engine. What they give belongs to the manager of their input. */
final class BareLayers {
    /** PyTorch's. */
    private static final float NORM_EPSILON = 1e-5f;

    private BareLayers() {}

    /** A linear layer: weights {@code [outputs, inputs]}, bias {@code [outputs]}. */
    record Dense(NDArray weight, NDArray bias) {
        NDArray of(NDArray input) {
            return input.getNDArrayInternal().linear(input, weight, bias).singletonOrThrow();
        }
    }

    /** Layer normalization (Ba et al. 2016) of the last axis. */
    record Norm(NDArray scale, NDArray shift) {
        NDArray of(NDArray input) {
            return input.getNDArrayInternal()
                    .layerNorm(input, scale.getShape(), scale, shift, NORM_EPSILON)
                    .singletonOrThrow();
        }
    }

    /** The rows {@code [..., width]} of a table at indices {@code [...]}. */
    static NDArray rows(NDArray indices, NDArray table) {
        return indices.getNDArrayInternal()
                .embedding(indices, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    /** Dropout for which the engine draws. */
    static NDArray dropped(NDArray input, double rate) {
        return rate == 0
                ? input
                : input.getNDArrayInternal().dropout(input, (float) rate, true).singletonOrThrow();
    }
}
