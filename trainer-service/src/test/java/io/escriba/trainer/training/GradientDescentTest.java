package io.escriba.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.escriba.trainer.Specs;
import io.escriba.training.OptimizationSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each optimizer against its equations in plain Java, on the loss x^2 / 2, whose gradient is x. */
class GradientDescentTest {
    private static final double RATE = 0.1;
    private static final int STEPS = 4;

    @Test
    void gradientDescentIsTheGradientScaled() {
        double x = 2;
        for (int i = 0; i < STEPS; i++) {
            x -= RATE * (x + 0.5 * x);
        }

        assertThat(descended("'optimizer':'sgd','weightDecay':0.5")).isCloseTo(x, within(1e-5));
    }

    @Test
    void rmsPropDividesByTheRootOfTheMeanSquare() {
        double x = 2;
        double square = 0;
        for (int i = 0; i < STEPS; i++) {
            square = 0.9 * square + 0.1 * x * x;
            x -= RATE * x / (Math.sqrt(square) + 1e-7);
        }

        assertThat(descended("'optimizer':'rmsprop'")).isCloseTo(x, within(1e-5));
    }

    @Test
    void adamDividesTheMeanByTheRootOfTheMeanSquare() {
        assertThat(descended("'optimizer':'adam'")).isCloseTo(adam(0), within(1e-5));
        assertThat(descended("'optimizer':'adamw','weightDecay':0.3")).isCloseTo(adam(0.3), within(1e-5));
    }

    private static double adam(double decoupledDecay) {
        double x = 2;
        double mean = 0;
        double square = 0;
        for (int i = 1; i <= STEPS; i++) {
            double gradient = x;
            x -= RATE * decoupledDecay * x;
            mean = 0.9 * mean + 0.1 * gradient;
            square = 0.999 * square + 0.001 * gradient * gradient;
            x -= RATE * mean / (1 - Math.pow(0.9, i)) / (Math.sqrt(square / (1 - Math.pow(0.999, i))) + 1e-8);
        }
        return x;
    }

    @Test
    void aGradientThatIsTooLongIsShortened() {
        double x = 2;
        for (int i = 0; i < STEPS; i++) {
            x -= RATE * Math.min(x, 0.5);
        }

        assertThat(descended("'optimizer':'sgd','gradientClip':0.5")).isCloseTo(x, within(1e-5));
    }

    @Test
    void biasesDoNotDecay() {
        Shape vector = new Shape(1);

        assertThat(descended("'optimizer':'adamw','weightDecay':0.3", vector)).isCloseTo(adam(0), within(1e-5));
        assertThat(descended("'optimizer':'sgd','weightDecay':0.5", vector))
                .isEqualTo(descended("'optimizer':'sgd'", vector));
    }

    private static double descended(String options) {
        return descended(options, new Shape(1, 1));
    }

    private static double descended(String options, Shape shape) {
        OptimizationSpec spec =
                Specs.tiny("{'gradientClip':1000," + options + "}").optimization();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameter = manager.create(new float[] {2}, shape);
            parameter.setRequiresGradient(true);
            try (GradientDescent descent = new GradientDescent(List.of(parameter), spec, manager)) {
                for (int i = 0; i < STEPS; i++) {
                    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                        gradients.backward(parameter.square().sum().mul(0.5));
                    }
                    descent.step(RATE);
                }
            }
            return parameter.toFloatArray()[0];
        }
    }
}
