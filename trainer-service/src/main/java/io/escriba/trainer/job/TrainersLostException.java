package io.escriba.trainer.job;

/** Trainer after trainer has ended at a job. */
final class TrainersLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainersLostException(int trainers) {
        super(trainers
                + " trainers in a row have ended at this training before its next checkpoint, as when the system ends a"
                + " process that takes too much memory. Lower batchSize or sequenceLength, or hiddenSize or layers, or give"
                + " the trainers more memory, and order the training again.");
    }
}
