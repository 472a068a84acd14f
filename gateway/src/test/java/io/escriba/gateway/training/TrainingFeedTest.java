package io.escriba.gateway.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.sse.ServerSentEvent;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TrainingFeedTest {
    private static final String JOB = "nomes-0-8";
    private static final long ALL = Long.MAX_VALUE;

    private final TrainingHistory history = new TrainingHistory(3, 10);
    private final TrainingFeed feed = new TrainingFeed(history, Duration.ofDays(1));

    @Test
    void tellsTheHistoryThenWhatHappensUntilTheEnd() {
        history.happened(3, TestEvents.step(JOB, 1));
        AssertSubscriber<ServerSentEvent> reader = follow(-1, ALL);

        history.happened(4, TestEvents.sample(JOB, 1, 0.5));
        history.happened(5, TestEvents.completed(JOB));

        reader.assertCompleted();
        assertThat(reader.getItems())
                .extracting(event -> event.name().orElse(""))
                .containsExactly("step", "sample", "completed");
        assertThat(reader.getItems()).extracting(event -> event.id().orElse("")).containsExactly("3", "4", "5");
        assertThat(reader.getItems().get(0).data().orElseThrow()).contains("\"type\":\"step\"", "\"trainingLoss\":2.5");
        assertThat(history.isWatched()).isFalse();
    }

    @Test
    void opensTheStreamOfAQueuedJobAtOnce() {
        history.ordered(TestEvents.job(JOB, 0));

        assertThat(follow(-1, ALL).getItems()).containsExactly(ServerSentEvent.comment());
    }

    @Test
    void waitsForAJobThatIsNotKnownYet() {
        AssertSubscriber<ServerSentEvent> reader = follow(-1, ALL);
        reader.assertHasNotReceivedAnyItem().assertNotTerminated();

        history.happened(0, TestEvents.failed(JOB));

        reader.assertCompleted();
        assertThat(reader.getItems()).hasSize(1);
    }

    @Test
    void failsWhenAJobDoesNotCome() {
        AssertSubscriber<ServerSentEvent> reader = new TrainingFeed(history, Duration.ofMillis(1))
                .follow(JOB, -1)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(ALL));

        assertThat(reader.awaitFailure().getFailure())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(JOB);
        assertThat(history.isWatched()).isFalse();
    }

    @Test
    void goesOnAfterTheLastEventThatTheReaderKnows() {
        history.happened(3, TestEvents.step(JOB, 1));
        history.happened(4, TestEvents.completed(JOB));

        assertThat(follow(3, ALL).getItems()).hasSize(1);
        AssertSubscriber<ServerSentEvent> atTheEnd = follow(4, ALL);
        atTheEnd.assertCompleted().assertHasNotReceivedAnyItem();
    }

    @Test
    void aSlowReaderIsGivenNoMoreThanItAskedFor() {
        AssertSubscriber<ServerSentEvent> reader = follow(-1, 1);
        for (int step = 1; step <= 100; step++) {
            history.happened(step, TestEvents.step(JOB, step));
        }
        assertThat(reader.getItems()).hasSize(1);

        reader.request(ALL);

        assertThat(reader.getItems()).hasSizeLessThan(20);
        assertThat(reader.getItems().get(reader.getItems().size() - 1).id()).contains("100");
    }

    @Test
    void forgetsReadersThatGoAway() {
        history.ordered(TestEvents.job(JOB, 0));
        AssertSubscriber<ServerSentEvent> reader = follow(-1, ALL);
        assertThat(history.isWatched()).isTrue();

        reader.cancel();

        assertThat(history.isWatched()).isFalse();
    }

    private AssertSubscriber<ServerSentEvent> follow(long offset, long demand) {
        return feed.follow(JOB, offset).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }
}
