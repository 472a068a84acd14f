package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.escriba.training.OptimizationSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves all parameters of a network against their gradients, which are scaled down together where their norm is too large
 * (Pascanu et al. 2013, algorithm 1). Not thread-safe; owns what its rules remember until it is closed.
 */
final class GradientDescent implements AutoCloseable {
    private final NDManager manager;
    private final List<NDArray> parameters;
    private final List<UpdateRule> rules = new ArrayList<>();
    private final Optional<Double> gradientClip;
    private long step;

    GradientDescent(Collection<NDArray> parameters, OptimizationSpec spec, NDManager parent) {
        this.manager = parent.newSubManager();
        this.parameters = List.copyOf(parameters);
        this.gradientClip = spec.gradientClip();
        for (NDArray parameter : parameters) {
            rules.add(UpdateRule.of(spec, parameter, manager));
        }
    }

    /** Moves every parameter and clears the gradients. */
    void step(double learningRate) {
        step++;
        try (NDManager scratch = manager.newSubManager()) {
            List<NDArray> gradients = new ArrayList<>(parameters.size());
            for (NDArray parameter : parameters) {
                NDArray gradient = parameter.getGradient();
                gradient.attach(scratch);
                gradients.add(gradient);
            }
            double scale = gradientClip.map(clip -> scale(gradients, clip)).orElse(1.0);
            for (int i = 0; i < parameters.size(); i++) {
                rules.get(i).update(gradients.get(i), learningRate, scale, step);
                // The next ones would be added to them.
                gradients.get(i).muli(0);
            }
        }
    }

    /**
     * What is remembered of earlier gradients, by names that contain those of the parameters. To be read, and to be written when a
     * training goes on.
     */
    Map<String, NDArray> memory() {
        Map<String, NDArray> memory = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            int number = 0;
            for (NDArray part : rules.get(i).memory()) {
                memory.put(parameters.get(i).getName() + "/" + number++, part);
            }
        }
        return memory;
    }

    /** Goes on after so many steps. */
    void resume(long steps) {
        step = steps;
    }

    private static double scale(List<NDArray> gradients, double clip) {
        NDList norms = new NDList(gradients.size());
        for (NDArray gradient : gradients) {
            norms.add(gradient.norm());
        }
        double squares = norms.stream()
                .mapToDouble(norm -> norm.getFloat())
                .map(norm -> norm * norm)
                .sum();
        double norm = Math.sqrt(squares);
        return norm > clip ? clip / norm : 1;
    }

    @Override
    public void close() {
        manager.close();
    }
}
