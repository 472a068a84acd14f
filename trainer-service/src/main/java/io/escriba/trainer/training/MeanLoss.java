package io.escriba.trainer.training;

/**
 * The mean loss of what was learned since some moment, in nats per character.
 *
 * @param sum over all characters
 * @param characters that were predicted
 */
record MeanLoss(double sum, long characters) {
    static final MeanLoss NONE = new MeanLoss(0, 0);

    MeanLoss with(double loss, int scored) {
        return new MeanLoss(sum + loss * scored, characters + scored);
    }

    double value() {
        return sum / characters;
    }
}
