package io.escriba.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.local.CommandException;
import io.escriba.model.Metrics;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobRoundTest {
    private static final Name MODEL = new Name("bench");
    private static final String JOB = "bench-r1";

    @Test
    void thePublicationBeginsAtTheLastMeasurement() {
        JobRound round = JobRound.of(
                at(1_000),
                List.of(
                        heard(4_500, started()),
                        heard(5_500, step(0.1)),
                        heard(15_000, step(1)),
                        heard(15_250, sample()),
                        heard(16_000, completed())));

        assertThat(round).isEqualTo(new JobRound(3.5, 10.5, 1));
        assertThat(round.cells()).containsExactly("3.50", "10.50", "1.00");
    }

    @Test
    void eachMedianIsOfItsOwnFigures() {
        assertThat(JobRound.medians(List.of(new JobRound(9, 10, 3), new JobRound(4, 12, 1), new JobRound(5, 11, 2))))
                .isEqualTo(new JobRound(5, 11, 2));
    }

    @Test
    void aJobThatFailedSaysWhy() {
        List<JobProgress.Heard> events =
                List.of(heard(4_500, started()), heard(5_000, new TrainingEvent.Failed(JOB, MODEL, at(5_000), "No.")));

        assertThatThrownBy(() -> JobRound.of(at(1_000), events))
                .isInstanceOf(CommandException.class)
                .hasMessage("The job did not publish a version: No.");
    }

    private static JobProgress.Heard heard(long millis, TrainingEvent event) {
        return new JobProgress.Heard(at(millis), event);
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static TrainingEvent started() {
        return new TrainingEvent.Started(JOB, MODEL, at(0), 0, 1, "cpu", TrainingSpec.base(), 1, 1, 1);
    }

    private static TrainingEvent step(double progress) {
        return new TrainingEvent.Step(JOB, MODEL, at(0), 1, 1, progress, 1, Optional.empty(), 1, 1);
    }

    private static TrainingEvent sample() {
        return new TrainingEvent.Sample(JOB, MODEL, at(0), 1, 1, "ema");
    }

    private static TrainingEvent completed() {
        return new TrainingEvent.Completed(JOB, MODEL, at(0), 1, new Metrics(1, 1, 1, 1, 1));
    }
}
