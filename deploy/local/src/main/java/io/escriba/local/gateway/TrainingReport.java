package io.escriba.local.gateway;

import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Tells a training job in lines for a person: the beginning, the end, and now and then what happens between. */
public final class TrainingReport {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int SAMPLE_LENGTH = 60;

    private final Name model;
    private Instant lastStep = Instant.MIN;
    private Optional<Double> heldOut = Optional.empty();
    private String sample = "";

    /** A report of the training of this model. */
    public TrainingReport(Name model) {
        this.model = model;
    }

    /** What to say of an event, if it is time to say something. Time is that of the events. */
    public Optional<String> line(TrainingEvent event) {
        if (event instanceof TrainingEvent.Started started) {
            return say(
                    "training version %d on %s: %,d parameters, %,d characters and %,d more held out",
                    started.version(),
                    started.device(),
                    started.parameters(),
                    started.trainingCharacters(),
                    started.validationCharacters());
        }
        if (event instanceof TrainingEvent.Sample written) {
            sample = oneLine(written.text());
            return Optional.empty();
        }
        if (event instanceof TrainingEvent.Step step) {
            return step(step);
        }
        if (event instanceof TrainingEvent.Completed completed) {
            return say(
                    "version %d is trained: held-out loss %.3f nats per character after %.0f s",
                    completed.version(),
                    completed.metrics().validationLoss(),
                    completed.metrics().seconds());
        }
        if (event instanceof TrainingEvent.Failed failed) {
            return say("cannot be trained: %s", failed.reason());
        }
        if (event instanceof TrainingEvent.Cancelled) {
            return say("the training was cancelled");
        }
        return Optional.empty();
    }

    private Optional<String> step(TrainingEvent.Step step) {
        heldOut = step.validationLoss().or(() -> heldOut);
        if (lastStep.plus(PAUSE).isAfter(step.at())) {
            return Optional.empty();
        }
        lastStep = step.at();
        String measured =
                heldOut.map(loss -> format(" (last held out %.3f)", loss)).orElse("");
        String writes = sample.isEmpty() ? "" : ", writes: " + sample;
        return say(
                "%3.0f %%, loss %.3f%s, %,.0f characters/s%s",
                100 * step.progress(), step.trainingLoss(), measured, step.charactersPerSecond(), writes);
    }

    private Optional<String> say(String pattern, Object... values) {
        return Optional.of("Model '" + model + "': " + format(pattern, values));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= SAMPLE_LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SAMPLE_LENGTH)) + "…";
    }
}
