package io.escriba.gateway.training;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.training.TrainingSummary.State;
import io.escriba.training.TrainingCancellation;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Executor;

/** Calls off trainings that have not ended. Thread-safe. */
final class TrainingCancellations {
    private final TrainingFeed feed;
    private final TrainingHistory history;
    private final JobLog log;
    private final InstantSource clock;
    private final Executor writers;

    /**
     * Cancels what a history knows.
     *
     * @param feed of that history
     * @param writers wait for the log
     */
    TrainingCancellations(
            TrainingFeed feed, TrainingHistory history, JobLog log, InstantSource clock, Executor writers) {
        this.feed = feed;
        this.history = history;
        this.log = log;
        this.clock = clock;
        this.writers = writers;
    }

    /**
     * Asks for the end of a job; completes when its trainer will hear of it. Fails with a {@link ProblemException}: 404
     * when the job is not known and does not come, 409 when it has ended, 503 as {@link JobLog#cancel}.
     */
    Uni<Void> cancel(String job) {
        return feed.known(job).emitOn(writers).invoke(() -> write(job)).replaceWithVoid();
    }

    private void write(String job) {
        history.state(job).filter(State::isEnd).ifPresent(end -> {
            throw ProblemException.conflict("The training job '" + job + "' has ended: it is "
                    + end.name().toLowerCase(Locale.ROOT) + ". Only a job that waits or runs can be cancelled.");
        });
        log.cancel(new TrainingCancellation(job, clock.instant()));
    }
}
