package io.escriba.trainer.training;

import java.util.Optional;

/** Is told how the training goes. */
public interface TrainingListener {
    /** The training begins, or goes on after so many steps. */
    void begun(long step);

    /** A measurement; losses in nats per character. */
    void measured(Measurement measurement);

    /** What the network writes now. */
    void sampled(long step, double temperature, String text);

    /**
     * How far the training is.
     *
     * @param step optimizer steps taken
     * @param epoch passes over the part to learn from, with fractions
     * @param progress part of the training that is done, 0 to 1
     * @param trainingLoss mean since the last measurement
     * @param validationLoss over the whole held-out part, when it was measured just now
     * @param charactersPerSecond learned from since the last measurement
     * @param learningRate of the last step
     */
    record Measurement(
            long step,
            double epoch,
            double progress,
            double trainingLoss,
            Optional<Double> validationLoss,
            double charactersPerSecond,
            double learningRate) {}
}
