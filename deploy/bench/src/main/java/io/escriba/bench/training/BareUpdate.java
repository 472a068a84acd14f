package io.escriba.bench.training;

import ai.djl.ndarray.NDArray;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.escriba.training.OptimizationSpec;
import java.util.HashMap;
import java.util.Map;

/** How a bare loop moves its parameters: by DJL's own optimizers, as far as its PyTorch engine has them. */
@FunctionalInterface
interface BareUpdate {
    /**
     * Moves a parameter, of which no gradient may be required now.
     *
     * @param id tells the parameter from the others
     */
    void apply(String id, NDArray parameter, NDArray gradient);

    /** The one of a spec, at its full learning rate. */
    static BareUpdate of(OptimizationSpec spec) {
        Tracker rate = Tracker.fixed((float) spec.learningRate());
        float decay = (float) spec.weightDecay();
        return switch (spec.optimizer()) {
            case ADAM ->
                Optimizer.adam()
                        .optLearningRateTracker(rate)
                        .optWeightDecays(decay)
                        .build()::update;
            case ADAMW ->
                Optimizer.adamW()
                        .optLearningRateTracker(rate)
                        .optWeightDecays(decay)
                        .build()::update;
            case SGD ->
                Optimizer.sgd()
                        .setLearningRateTracker(rate)
                        .optWeightDecays(decay)
                        .build()::update;
            case RMSPROP -> new RmsProp((float) spec.learningRate());
        };
    }

    /** RMSprop (Tieleman and Hinton 2012), which DJL 0.35.1 has, but not for PyTorch ({@code rmspropUpdate}). */
    final class RmsProp implements BareUpdate {
        private static final float DECAY = 0.9f;
        private static final float EPSILON = 1e-7f;

        private final float learningRate;
        private final Map<String, NDArray> squares = new HashMap<>();

        RmsProp(float learningRate) {
            this.learningRate = learningRate;
        }

        @Override
        public void apply(String id, NDArray parameter, NDArray gradient) {
            NDArray square = squares.computeIfAbsent(id, unused -> parameter.zerosLike());
            square.muli(DECAY).addi(gradient.square().muli(1 - DECAY));
            // What is computed from the gradient belongs to its manager.
            NDArray root = square.sqrt();
            root.attach(gradient.getManager());
            parameter.subi(gradient.mul(learningRate).divi(root.addi(EPSILON)));
        }
    }
}
