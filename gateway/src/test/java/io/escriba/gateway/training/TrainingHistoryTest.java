package io.escriba.gateway.training;

import static io.escriba.gateway.training.TestEvents.MODEL;
import static io.escriba.gateway.training.TestEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.training.JobHistory.Entry;
import io.escriba.gateway.training.TrainingSummary.State;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TrainingHistoryTest {
    private static final String JOB = "nomes-0-8";

    private final TrainingHistory history = new TrainingHistory(3, 10);

    @Test
    void anOrderedJobIsQueued() {
        history.ordered(TestEvents.job(JOB, 0));

        assertThat(history.summaries())
                .containsExactly(new TrainingSummary(
                        JOB,
                        MODEL,
                        Optional.of(new Name("texts")),
                        State.QUEUED,
                        Optional.of(START),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aRunningJobShowsItsNewestFigures() {
        history.ordered(TestEvents.job(JOB, 0));
        history.happened(0, TestEvents.step(JOB, 10));
        history.happened(1, TestEvents.step(JOB, 20));

        TrainingSummary summary = history.summaries().get(0);

        assertThat(summary.state()).isEqualTo(State.RUNNING);
        assertThat(summary.step()).isEqualTo(20);
        assertThat(summary.progress()).isEqualTo(0.25);
        assertThat(summary.trainingLoss()).contains(2.5);
        assertThat(summary.validationLoss()).contains(2.25);
        assertThat(summary.updated()).contains(START.plusSeconds(20));
    }

    @Test
    void whatAResumedJobTakesAgainIsNotShownTwice() {
        history.happened(0, TestEvents.started(JOB, 0));
        history.happened(1, TestEvents.step(JOB, 10));
        history.happened(2, TestEvents.checkpoint(JOB, 10));
        history.happened(3, TestEvents.step(JOB, 15));
        history.happened(4, TestEvents.checkpoint(JOB, 20));
        history.happened(5, TestEvents.step(JOB, 30));
        history.happened(6, TestEvents.sample(JOB, 30, 0.5));

        history.happened(7, TestEvents.started(JOB, 20));
        history.happened(8, TestEvents.step(JOB, 30));

        assertThat(history.after(JOB, -1).entries()).extracting(Entry::offset).containsExactly(0L, 1L, 3L, 4L, 7L, 8L);
    }

    @Test
    void aCompletedJobShowsHowItCameOut() {
        history.happened(0, TestEvents.step(JOB, 10));
        history.happened(1, TestEvents.completed(JOB));

        TrainingSummary summary = history.summaries().get(0);

        assertThat(summary.state()).isEqualTo(State.COMPLETED);
        assertThat(summary.progress()).isEqualTo(1);
        assertThat(summary.validationLoss()).contains(1.25);
    }

    @Test
    void aFailedJobSaysWhy() {
        history.happened(0, TestEvents.failed(JOB));

        TrainingSummary summary = history.summaries().get(0);

        assertThat(summary.state()).isEqualTo(State.FAILED);
        assertThat(summary.reason()).contains("The corpus is too short.");
    }

    @Test
    void aCancelledJobHasEndedWhereItWas() {
        history.happened(0, TestEvents.step(JOB, 10));
        history.happened(1, TestEvents.cancelled(JOB));

        TrainingSummary summary = history.summaries().get(0);

        assertThat(summary.state()).isEqualTo(State.CANCELLED);
        assertThat(summary.progress()).isEqualTo(0.25);
        assertThat(summary.reason()).isEmpty();
        assertThat(history.after(JOB, 1).complete()).isTrue();
    }

    @Test
    void tellsTheStateOfAJob() {
        assertThat(history.state(JOB)).isEmpty();

        history.ordered(TestEvents.job(JOB, 0));
        assertThat(history.state(JOB)).contains(State.QUEUED);

        history.happened(0, TestEvents.failed(JOB));
        assertThat(history.state(JOB)).contains(State.FAILED);
    }

    @Test
    void eventsThatCameBeforeTheirOrderAreKept() {
        history.happened(4, TestEvents.step(JOB, 10));
        history.ordered(TestEvents.job(JOB, 0));

        assertThat(history.after(JOB, -1).entries()).extracting(Entry::offset).containsExactly(4L);
        assertThat(history.summaries().get(0).requested()).contains(START);
    }

    @Test
    void givesTheEventsAfterAnOffset() {
        TrainingEvent second = TestEvents.step(JOB, 20);
        history.happened(4, TestEvents.step(JOB, 10));
        history.happened(9, second);

        assertThat(history.after(JOB, 4)).isEqualTo(new TrainingHistory.News(List.of(new Entry(9, second)), false));
        assertThat(history.after(JOB, 9).isPending()).isTrue();

        history.happened(10, TestEvents.completed(JOB));
        assertThat(history.after(JOB, 10)).isEqualTo(new TrainingHistory.News(List.of(), true));
    }

    @Test
    void forgetsTheOldestJobs() {
        for (int i = 0; i < 5; i++) {
            history.ordered(TestEvents.job("job-" + i, 10 - i));
        }

        assertThat(history.summaries()).extracting(TrainingSummary::id).containsExactly("job-2", "job-1", "job-0");
        assertThat(history.knows("job-4")).isFalse();
    }

    @Test
    void thinsOutMeasurementsButKeepsTheNewestAndTheEnd() {
        for (int step = 1; step <= 1_000; step++) {
            history.happened(step, TestEvents.step(JOB, step));
        }
        history.happened(1_001, TestEvents.completed(JOB));

        List<Entry> entries = history.after(JOB, -1).entries();

        assertThat(entries).hasSizeBetween(5, 11);
        assertThat(entries)
                .extracting(Entry::offset)
                .isSorted()
                .contains(1_000L)
                .endsWith(1_001L);
    }

    @Test
    void thinningKeepsTheSamplesOfAStepTogether() {
        for (int step = 1; step <= 100; step++) {
            history.happened(2L * step, TestEvents.sample(JOB, step, 0.5));
            history.happened(2L * step + 1, TestEvents.sample(JOB, step, 1));
        }

        List<Long> steps = history.after(JOB, -1).entries().stream()
                .map(entry -> ((TrainingEvent.Sample) entry.event()).step())
                .toList();

        assertThat(steps)
                .isNotEmpty()
                .allSatisfy(step -> assertThat(steps).filteredOn(step::equals).hasSize(2));
    }

    @Test
    void tellsWatchersOfTheirJobOnlyUntilTheyLeave() {
        AtomicInteger told = new AtomicInteger();
        TrainingHistory.Watch watch = history.watch(JOB, told::incrementAndGet);

        history.happened(0, TestEvents.step("other", 1));
        history.ordered(TestEvents.job(JOB, 0));
        history.happened(0, TestEvents.step(JOB, 1));
        watch.close();
        history.happened(1, TestEvents.step(JOB, 2));

        assertThat(told).hasValue(2);
        assertThat(history.isWatched()).isFalse();
    }
}
