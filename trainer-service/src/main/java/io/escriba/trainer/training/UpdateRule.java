package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.escriba.training.OptimizationSpec;
import java.util.List;

/** How one parameter follows its gradient. Keeps what it remembers of earlier gradients. */
interface UpdateRule {
    /**
     * Moves the parameter.
     *
     * @param scale to multiply the gradient with
     * @param step of the training, from 1
     */
    void update(NDArray gradient, double learningRate, double scale, long step);

    /** What it remembers, each of the parameter's shape. */
    List<NDArray> memory();

    /**
     * The rule of a spec for a parameter. Matrices decay; biases and what scales and shifts a normalization do not, as in
     * nanoGPT: they are not what a network learns by heart with.
     */
    static UpdateRule of(OptimizationSpec spec, NDArray parameter, NDManager manager) {
        double weightDecay = parameter.getShape().dimension() > 1 ? spec.weightDecay() : 0;
        return switch (spec.optimizer()) {
            case ADAM -> new Adam(parameter, weightDecay, false, manager);
            case ADAMW -> new Adam(parameter, weightDecay, true, manager);
            case RMSPROP -> new RmsProp(parameter, weightDecay, manager);
            case SGD -> new Sgd(parameter, weightDecay);
        };
    }

    /** Adam (Kingma and Ba 2015, algorithm 1), or with decoupled weight decay (Loshchilov and Hutter 2019). */
    final class Adam implements UpdateRule {
        private static final float BETA1 = 0.9f;
        private static final float BETA2 = 0.999f;
        private static final float EPSILON = 1e-8f;

        private final NDArray parameter;
        private final NDArray mean;
        private final NDArray variance;
        private final float weightDecay;
        private final boolean decoupled;

        Adam(NDArray parameter, double weightDecay, boolean decoupled, NDManager manager) {
            this.parameter = parameter;
            this.mean = manager.zeros(parameter.getShape());
            this.variance = manager.zeros(parameter.getShape());
            this.weightDecay = (float) weightDecay;
            this.decoupled = decoupled;
        }

        @Override
        public List<NDArray> memory() {
            return List.of(mean, variance);
        }

        @Override
        public void update(NDArray gradient, double learningRate, double scale, long step) {
            double correction = Math.sqrt(1 - Math.pow(BETA2, (double) step)) / (1 - Math.pow(BETA1, (double) step));
            parameter
                    .getNDArrayInternal()
                    .adamUpdate(
                            new NDList(parameter, gradient, mean, variance),
                            new NDList(parameter),
                            (float) learningRate,
                            (float) (learningRate * correction),
                            weightDecay,
                            (float) scale,
                            NO_CLIP,
                            BETA1,
                            BETA2,
                            EPSILON,
                            false,
                            decoupled);
        }
    }

    /** RMSprop (Tieleman and Hinton 2012) without momentum. */
    final class RmsProp implements UpdateRule {
        private static final float DECAY = 0.9f;
        private static final float EPSILON = 1e-7f;

        private final NDArray parameter;
        private final NDArray square;
        private final float weightDecay;

        RmsProp(NDArray parameter, double weightDecay, NDManager manager) {
            this.parameter = parameter;
            this.square = manager.zeros(parameter.getShape());
            this.weightDecay = (float) weightDecay;
        }

        @Override
        public List<NDArray> memory() {
            return List.of(square);
        }

        @Override
        public void update(NDArray gradient, double learningRate, double scale, long step) {
            Sgd.withoutGradient(parameter, () -> {
                NDArray move = Sgd.decayed(parameter, gradient, scale, weightDecay);
                square.muli(DECAY);
                try (NDArray newest = move.square()) {
                    square.addi(newest.muli(1 - DECAY));
                }
                try (NDArray root = square.sqrt()) {
                    parameter.subi(move.muli((float) learningRate).divi(root.addi(EPSILON)));
                }
            });
        }
    }

    /** Stochastic gradient descent without momentum. */
    final class Sgd implements UpdateRule {
        private final NDArray parameter;
        private final float weightDecay;

        Sgd(NDArray parameter, double weightDecay) {
            this.parameter = parameter;
            this.weightDecay = (float) weightDecay;
        }

        @Override
        public List<NDArray> memory() {
            return List.of();
        }

        @Override
        public void update(NDArray gradient, double learningRate, double scale, long step) {
            withoutGradient(
                    parameter,
                    () -> parameter.subi(
                            decayed(parameter, gradient, scale, weightDecay).muli((float) learningRate)));
        }

        /** The scaled gradient with the weight decay added; belongs to the gradient's manager. */
        private static NDArray decayed(NDArray parameter, NDArray gradient, double scale, float weightDecay) {
            NDArray move = gradient.mul((float) scale);
            if (weightDecay > 0) {
                try (NDArray decay = parameter.mul(weightDecay)) {
                    move.addi(decay);
                }
            }
            return move;
        }

        /** The engine forbids to change in place what gradients are computed for. */
        private static void withoutGradient(NDArray parameter, Runnable change) {
            parameter.setRequiresGradient(false);
            change.run();
            parameter.setRequiresGradient(true);
        }
    }

    /** Tells the engine not to clip each number by itself. */
    float NO_CLIP = -1;
}
