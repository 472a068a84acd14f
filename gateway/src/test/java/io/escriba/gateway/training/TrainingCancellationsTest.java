package io.escriba.gateway.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.training.TrainingCancellation;
import io.escriba.training.TrainingEvent;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class TrainingCancellationsTest {
    private static final String JOB = "nomes-0-8";
    private static final TrainingCancellation CANCELLATION = new TrainingCancellation(JOB, TestEvents.START);

    private final TrainingHistory history = new TrainingHistory(3, 10);
    private final InMemoryJobLog log = new InMemoryJobLog();

    @Test
    void cancelsAJobThatWaits() {
        history.ordered(TestEvents.job(JOB, 0));

        cancel(Duration.ofDays(1)).assertCompleted();

        assertThat(log.cancellations).containsExactly(CANCELLATION);
    }

    @Test
    void cancelsAJobThatRuns() {
        history.happened(0, TestEvents.step(JOB, 1));

        cancel(Duration.ofDays(1)).assertCompleted();

        assertThat(log.cancellations).containsExactly(CANCELLATION);
    }

    @Test
    void waitsForAJobThatWasJustOrdered() {
        UniAssertSubscriber<Void> cancelled = cancel(Duration.ofDays(1));
        cancelled.assertNotTerminated();

        history.ordered(TestEvents.job(JOB, 0));

        cancelled.assertCompleted();
        assertThat(log.cancellations).containsExactly(CANCELLATION);
    }

    @Test
    void refusesAJobThatHasEnded() {
        for (TrainingEvent end :
                List.of(TestEvents.completed(JOB), TestEvents.failed(JOB), TestEvents.cancelled(JOB))) {
            history.happened(0, end);

            Throwable refused = cancel(Duration.ofDays(1)).getFailure();

            assertThat(refused)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.problem().status()).isEqualTo(409))
                    .hasMessageContaining(JOB + "' has ended: it is "
                            + end.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        assertThat(log.cancellations).isEmpty();
    }

    @Test
    void refusesAJobThatDoesNotCome() {
        Throwable refused = cancel(Duration.ofMillis(1)).awaitFailure().getFailure();

        assertThat(refused)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().status()).isEqualTo(404));
        assertThat(log.cancellations).isEmpty();
    }

    private UniAssertSubscriber<Void> cancel(Duration patience) {
        return new TrainingCancellations(
                        new TrainingFeed(history, patience),
                        history,
                        log,
                        InstantSource.fixed(TestEvents.START),
                        Runnable::run)
                .cancel(JOB)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
