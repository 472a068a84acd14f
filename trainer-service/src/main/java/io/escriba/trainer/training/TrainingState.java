package io.escriba.trainer.training;

import io.escriba.training.TrainingSpec;
import java.util.Optional;

/**
 * What a training is between two steps, beside its tensors. Initial weights, the order of a pass, dropout and samples
 * depend on the spec's seed and these numbers alone, so there is no state of a random generator to keep.
 *
 * @param spec of the training; a state is of use to no other
 * @param step optimizer steps taken
 * @param characters learned from
 * @param seconds taken
 * @param place in the data
 * @param nextEvaluation characters to be learned before it
 * @param sinceEvaluation loss since the last one
 * @param plateau of the learning rate
 * @param evaluationIsPending whether it was stopped in an evaluation, of which nothing is kept
 * @param best empty before the first evaluation
 */
record TrainingState(
        TrainingSpec spec,
        long step,
        long characters,
        double seconds,
        Course.Place place,
        long nextEvaluation,
        MeanLoss sinceEvaluation,
        LearningRate.Plateau plateau,
        boolean evaluationIsPending,
        Optional<Best.Score> best) {
    /** Its name in the metadata of a checkpoint. */
    static final String NAME = "escriba.training";
}
