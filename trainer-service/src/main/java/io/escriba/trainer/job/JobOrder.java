package io.escriba.trainer.job;

import io.escriba.model.ModelVersion;
import io.escriba.training.TrainingJob;

/**
 * A job as it was taken from the log.
 *
 * @param offset of its record in its partition of the jobs topic
 */
record JobOrder(TrainingJob job, long offset) {
    /**
     * The version that the job publishes. All jobs of a model are in one partition, so the offset makes versions rise,
     * and a job that is taken twice gives the same version.
     */
    ModelVersion version() {
        return new ModelVersion(job.model(), offset + 1);
    }
}
