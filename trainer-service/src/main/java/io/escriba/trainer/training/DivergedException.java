package io.escriba.trainer.training;

/** The loss is no finite number any more. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(long step, double loss, double learningRate) {
        super("The training loss became " + loss + " at step " + step + " with learning rate " + learningRate
                + ". Lower learningRate or gradientClip.");
    }
}
