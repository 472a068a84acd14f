package io.escriba.gateway.training;

import io.escriba.gateway.training.TrainingSummary.State;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingEvent.Cancelled;
import io.escriba.training.TrainingEvent.Checkpoint;
import io.escriba.training.TrainingEvent.Completed;
import io.escriba.training.TrainingEvent.Failed;
import io.escriba.training.TrainingEvent.Sample;
import io.escriba.training.TrainingEvent.Started;
import io.escriba.training.TrainingEvent.Step;
import io.escriba.training.TrainingJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of one job. Not thread-safe. */
final class JobHistory {
    private final String id;
    private final Name model;
    private final int maxMeasurements;
    private final List<Entry> entries = new ArrayList<>();
    private int measurements;
    private Optional<TrainingJob> order = Optional.empty();
    private Optional<Started> started = Optional.empty();
    private Optional<Step> step = Optional.empty();
    private Optional<Double> validationLoss = Optional.empty();

    /**
     * A job of which nothing else is known yet.
     *
     * @param maxMeasurements when steps and samples together become more, every second one is forgotten
     */
    JobHistory(String id, Name model, int maxMeasurements) {
        this.id = id;
        this.model = model;
        this.maxMeasurements = maxMeasurements;
    }

    /**
     * An event of the job.
     *
     * @param offset in its partition of the log, by which events are in order
     */
    record Entry(long offset, TrainingEvent event) {}

    /** The job was ordered so. */
    void ordered(TrainingJob job) {
        order = Optional.of(job);
    }

    /** Something happened to the job. */
    void happened(long offset, TrainingEvent event) {
        if (event instanceof Checkpoint) {
            // The job resumes at the last one, so nobody needs the others.
            entries.removeIf(entry -> entry.event() instanceof Checkpoint);
        }
        entries.add(new Entry(offset, event));
        if (event instanceof Started s) {
            started = Optional.of(s);
            forgetSteps(s.step());
        } else if (event instanceof Step s) {
            step = Optional.of(s);
            validationLoss = s.validationLoss().or(() -> validationLoss);
        } else if (event instanceof Completed c) {
            validationLoss = Optional.of(c.metrics().validationLoss());
        }
        if (isMeasurement(event) && ++measurements > maxMeasurements) {
            thinOut();
        }
    }

    /** A trainer that resumes a job takes the steps after the last checkpoint again, and reports them again. */
    private void forgetSteps(long last) {
        entries.removeIf(entry -> isMeasurement(entry.event()) && stepOf(entry.event()) > last);
        measurements = countMeasurements();
    }

    /** The events after an offset, in order. */
    List<Entry> after(long offset) {
        int first = entries.size();
        while (first > 0 && entries.get(first - 1).offset() > offset) {
            first--;
        }
        return List.copyOf(entries.subList(first, entries.size()));
    }

    /** Whether nothing more will happen. */
    boolean isEnded() {
        return state().isEnd();
    }

    /** What is happening to it. */
    State state() {
        return last().map(JobHistory::stateAfter).orElse(State.QUEUED);
    }

    /** When the job was ordered, or else the earliest that is known of it. */
    Instant since() {
        return order.map(TrainingJob::requested)
                .orElseGet(() -> entries.isEmpty()
                        ? Instant.EPOCH
                        : entries.get(0).event().at());
    }

    /** Everything in brief. */
    TrainingSummary summary() {
        Optional<TrainingEvent> last = last();
        State state = state();
        return new TrainingSummary(
                id,
                model,
                order.map(job -> job.dataset().corpus()),
                state,
                order.map(TrainingJob::requested),
                last.map(TrainingEvent::at),
                started.map(Started::version),
                started.map(Started::device),
                state == State.COMPLETED ? 1 : step.map(Step::progress).orElse(0.0),
                step.map(Step::step).orElse(0L),
                step.map(Step::trainingLoss),
                validationLoss,
                step.map(Step::charactersPerSecond),
                last.flatMap(
                        event -> event instanceof Failed failed ? Optional.of(failed.reason()) : Optional.empty()));
    }

    private Optional<TrainingEvent> last() {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).event());
    }

    private static State stateAfter(TrainingEvent event) {
        if (event instanceof Completed) {
            return State.COMPLETED;
        }
        if (event instanceof Failed) {
            return State.FAILED;
        }
        return event instanceof Cancelled ? State.CANCELLED : State.RUNNING;
    }

    private static boolean isMeasurement(TrainingEvent event) {
        return event instanceof Step || event instanceof Sample;
    }

    private static long stepOf(TrainingEvent event) {
        return event instanceof Sample sample ? sample.step() : ((Step) event).step();
    }

    /** Forgets all measurements at every second step that has any; the samples of one step stay together. */
    private void thinOut() {
        Set<Long> kept = new HashSet<>();
        Set<Long> forgotten = new HashSet<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            TrainingEvent event = entries.get(i).event();
            if (isMeasurement(event) && !kept.contains(stepOf(event)) && !forgotten.contains(stepOf(event))) {
                (kept.size() > forgotten.size() ? forgotten : kept).add(stepOf(event));
            }
        }
        entries.removeIf(entry -> isMeasurement(entry.event()) && forgotten.contains(stepOf(entry.event())));
        measurements = countMeasurements();
    }

    private int countMeasurements() {
        return (int)
                entries.stream().filter(entry -> isMeasurement(entry.event())).count();
    }
}
