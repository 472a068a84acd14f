package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) with all gradients scaled down together where their norm is too large (Pascanu
 * et al. 2013, algorithm 1). Not thread-safe; owns its moments until it is closed.
 */
final class Adam implements AutoCloseable {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    /** Tells the engine not to clip each number by itself. */
    private static final float NO_CLIP = -1;

    private final NDManager manager;
    private final List<Slot> slots = new ArrayList<>();
    private final double gradientClip;
    private long step;

    private record Slot(NDArray parameter, NDArray mean, NDArray variance) {}

    Adam(Collection<NDArray> parameters, double gradientClip, NDManager parent) {
        this.manager = parent.newSubManager();
        this.gradientClip = gradientClip;
        for (NDArray parameter : parameters) {
            slots.add(new Slot(parameter, manager.zeros(parameter.getShape()), manager.zeros(parameter.getShape())));
        }
    }

    /**
     * Moves every parameter against its gradient and clears the gradients.
     *
     * @return the norm of all gradients together before scaling
     */
    double step(double learningRate) {
        step++;
        try (NDManager scratch = manager.newSubManager()) {
            List<NDArray> gradients = new ArrayList<>(slots.size());
            NDList squares = new NDList(slots.size());
            for (Slot slot : slots) {
                NDArray gradient = slot.parameter().getGradient();
                gradient.attach(scratch);
                gradients.add(gradient);
                squares.add(gradient.norm());
            }
            double norm = squares.stream()
                    .mapToDouble(n -> n.getFloat())
                    .map(n -> n * n)
                    .sum();
            norm = Math.sqrt(norm);
            float scale = (float) (norm > gradientClip ? gradientClip / norm : 1);
            double correction = Math.sqrt(1 - Math.pow(BETA2, (double) step)) / (1 - Math.pow(BETA1, (double) step));
            for (int i = 0; i < slots.size(); i++) {
                Slot slot = slots.get(i);
                slot.parameter()
                        .getNDArrayInternal()
                        .adamUpdate(
                                new NDList(slot.parameter(), gradients.get(i), slot.mean(), slot.variance()),
                                new NDList(slot.parameter()),
                                (float) learningRate,
                                (float) (learningRate * correction),
                                0,
                                scale,
                                NO_CLIP,
                                BETA1,
                                BETA2,
                                EPSILON,
                                false,
                                false);
            }
            return norm;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
