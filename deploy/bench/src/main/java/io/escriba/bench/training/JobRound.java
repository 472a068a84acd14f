package io.escriba.bench.training;

import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Samples;
import io.escriba.local.CommandException;
import io.escriba.training.TrainingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * One job from the start of its trainer to its end, in seconds.
 *
 * @param start from the start of the process to the first step of the training
 * @param training from there to the last measurement, which follows the last step
 * @param publication from there to the record that publishes the version
 */
record JobRound(double start, double training, double publication) {
    /**
     * The times of a job.
     *
     * @param trainerStarted when its trainer's process was started
     * @param events of the job, all of them
     * @throws CommandException when the job did not succeed
     */
    static JobRound of(Instant trainerStarted, List<JobProgress.Heard> events) {
        Instant begun = times(events, TrainingEvent.Started.class).findFirst().orElseThrow(() -> unsuccessful(events));
        Instant measured = times(events, TrainingEvent.Step.class)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> unsuccessful(events));
        Instant published =
                times(events, TrainingEvent.Completed.class).findFirst().orElseThrow(() -> unsuccessful(events));
        return new JobRound(seconds(trainerStarted, begun), seconds(begun, measured), seconds(measured, published));
    }

    private static Stream<Instant> times(List<JobProgress.Heard> events, Class<? extends TrainingEvent> kind) {
        return events.stream().filter(heard -> kind.isInstance(heard.event())).map(JobProgress.Heard::at);
    }

    private static double seconds(Instant from, Instant to) {
        return Figures.seconds(Duration.between(from, to));
    }

    private static CommandException unsuccessful(List<JobProgress.Heard> events) {
        Optional<JobProgress.Heard> last = events.stream().reduce((earlier, later) -> later);
        String reason = last.map(JobProgress.Heard::event)
                .map(event -> event instanceof TrainingEvent.Failed failed ? failed.reason() : event.toString())
                .orElse("nothing was heard of it.");
        return new CommandException("The job did not publish a version: " + reason);
    }

    /** The medians of several rounds, each figure on its own. */
    static JobRound medians(List<JobRound> rounds) {
        return new JobRound(
                median(rounds, JobRound::start),
                median(rounds, JobRound::training),
                median(rounds, JobRound::publication));
    }

    /** The figures as cells of a table. */
    List<String> cells() {
        return List.of(Figures.hundredths(start), Figures.hundredths(training), Figures.hundredths(publication));
    }

    private static double median(List<JobRound> rounds, ToDoubleFunction<JobRound> figure) {
        return new Samples(rounds.stream().mapToDouble(figure).boxed().toList()).median();
    }
}
