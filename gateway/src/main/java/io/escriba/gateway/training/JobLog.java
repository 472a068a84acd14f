package io.escriba.gateway.training;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.training.TrainingCancellation;
import io.escriba.training.TrainingJob;
import java.util.function.Supplier;

/** Where jobs are ordered and called off. */
interface JobLog {
    /**
     * Orders a job.
     *
     * @throws ProblemException (503) when that cannot be done now
     */
    void order(TrainingJob job);

    /**
     * Orders a job, unless one with its id was ordered before, by whatever gateway.
     *
     * @param job is made when there is none
     * @throws ProblemException (409) when the same job is being ordered elsewhere, (503) when that cannot be done now
     */
    Order orderOnce(String id, Supplier<TrainingJob> job);

    /**
     * Has a job ended by whoever has it, now or later.
     *
     * @throws ProblemException (503) when that cannot be done now
     */
    void cancel(TrainingCancellation cancellation);

    /**
     * A job that has been ordered.
     *
     * @param replayed whether it was before
     */
    record Order(TrainingJob job, boolean replayed) {}
}
