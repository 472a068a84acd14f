package io.escriba.gateway.training;

import io.escriba.corpus.Dataset;
import io.escriba.model.Metrics;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.escriba.training.TrainingSpec;
import java.time.Instant;
import java.util.Optional;

/** Events of jobs for tests. */
final class TestEvents {
    static final Name MODEL = new Name("nomes");
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private TestEvents() {}

    static TrainingJob job(String id, long minute) {
        return new TrainingJob(
                id,
                MODEL,
                new Dataset("escriba.corpus", 0, 0, 9, new Name("texts")),
                Optional.empty(),
                START.plusSeconds(60 * minute));
    }

    static TrainingEvent started(String job, long step) {
        return new TrainingEvent.Started(job, MODEL, START, step, 3, "cpu", TrainingSpec.base(), 77, 900, 100);
    }

    static TrainingEvent checkpoint(String job, long step) {
        return new TrainingEvent.Checkpoint(job, MODEL, START.plusSeconds(step), step);
    }

    static TrainingEvent step(String job, long step) {
        return new TrainingEvent.Step(
                job, MODEL, START.plusSeconds(step), step, 0.5, 0.25, 2.5, Optional.of(2.25), 1_000, 0.005);
    }

    static TrainingEvent sample(String job, long step, double temperature) {
        return new TrainingEvent.Sample(job, MODEL, START.plusSeconds(step), step, temperature, "ana");
    }

    static TrainingEvent completed(String job) {
        return new TrainingEvent.Completed(job, MODEL, START.plusSeconds(99), 3, new Metrics(1.5, 1.25, 400, 9, 77));
    }

    static TrainingEvent cancelled(String job) {
        return new TrainingEvent.Cancelled(job, MODEL, START.plusSeconds(99));
    }

    static TrainingEvent failed(String job) {
        return new TrainingEvent.Failed(job, MODEL, START.plusSeconds(99), "The corpus is too short.");
    }
}
