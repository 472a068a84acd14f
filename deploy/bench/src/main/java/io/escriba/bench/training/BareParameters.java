package io.escriba.bench.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** What a bare network learns, in the order in which it was made. All of it belongs to one manager. */
final class BareParameters {
    private final NDManager manager;
    private final List<NDArray> all = new ArrayList<>();

    BareParameters(NDManager manager) {
        this.manager = manager;
    }

    /** Random numbers, within one over the root of the last dimension. */
    NDArray random(long... dimensions) {
        float bound = (float) (1 / Math.sqrt((double) dimensions[dimensions.length - 1]));
        return added(manager.randomUniform(-bound, bound, new Shape(dimensions)));
    }

    BareLayers.Dense dense(long inputs, long outputs) {
        return new BareLayers.Dense(random(outputs, inputs), random(outputs));
    }

    BareLayers.Norm norm(long width) {
        return new BareLayers.Norm(added(manager.ones(new Shape(width))), added(manager.zeros(new Shape(width))));
    }

    /** All that have been made so far. */
    List<NDArray> all() {
        return List.copyOf(all);
    }

    private NDArray added(NDArray parameter) {
        parameter.setRequiresGradient(true);
        all.add(parameter);
        return parameter;
    }
}
