package io.escriba.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.escriba.corpus.Dataset;
import io.escriba.name.Name;
import io.escriba.store.FileModelStore;
import io.escriba.store.ModelStore;
import io.escriba.store.StoreAvailability;
import io.escriba.trainer.Specs;
import io.escriba.trainer.text.Texts;
import io.escriba.trainer.training.TrainingStoppedException;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellableRunnerTest {
    private static final String ID = "batatinha-3-19";
    private static final String TEXT = "Batatinha quando nasce se esparrama pelo chão. ".repeat(10);
    private static final String TINY =
            "{'hiddenSize':16,'layers':1,'sequenceLength':16,'batchSize':4,'sampleLength':10,'steps':%d}";
    private static final TrainingJob SHORT = job(5);
    private static final TrainingJob ENDLESS = job(1_000_000_000);

    private final Set<String> cancelled = new HashSet<>();
    private final List<TrainingEvent> events = new ArrayList<>();
    private final StoreAvailability availability = new StoreAvailability("It waits.");

    @TempDir
    private Path directory;

    @Test
    void aJobThatIsNotCancelledIsCarriedOut() {
        cancelled.add("another");

        JobOutcome outcome = run(SHORT, () -> false);

        assertThat(outcome.name()).isEqualTo("completed");
    }

    @Test
    void aCancelledJobIsNotBegun() {
        cancelled.add(ID);

        JobOutcome outcome = run(ENDLESS, () -> false);

        assertCancelled(outcome);
        assertThat(events).isEmpty();
    }

    @Test
    void aRunningJobEndsWhenItIsCancelled() {
        JobOutcome outcome = run(ENDLESS, () -> {
            if (!events.isEmpty()) {
                cancelled.add(ID);
            }
            return false;
        });

        assertCancelled(outcome);
        assertThat(events.get(0)).isInstanceOf(TrainingEvent.Started.class);
    }

    @Test
    void aJobThatWaitsForItsStoreEndsWhenItIsCancelled() {
        UncertainStore store = new UncertainStore(new FileModelStore(directory.resolve("models")));
        store.refuseToWrite(ModelStore.ATTEMPTS, Integer.MAX_VALUE);

        JobOutcome outcome = run(store, SHORT, () -> {
            if (availability.isAway()) {
                cancelled.add(ID);
            }
            return false;
        });

        assertCancelled(outcome);
        assertThat(store.refused()).isPositive();
    }

    @Test
    void aCancelledJobThatMustBeLeftIsNotEndedHere() {
        assertThatThrownBy(() -> run(ENDLESS, () -> {
                    cancelled.add(ID);
                    return true;
                }))
                .isInstanceOf(TrainingStoppedException.class);
    }

    private void assertCancelled(JobOutcome outcome) {
        assertThat(outcome.last()).isEqualTo(new TrainingEvent.Cancelled(ID, new Name("batatinha"), Instant.EPOCH));
        assertThat(outcome.published()).isEmpty();
        assertThat(outcome.records()).hasSize(1);
        assertThat(outcome.name()).isEqualTo("cancelled");
        assertThat(directory.resolve("models/batatinha/8/model.onnx")).doesNotExist();
    }

    private static TrainingJob job(int steps) {
        return new TrainingJob(
                ID,
                new Name("batatinha"),
                new Dataset("escriba.corpus", 3, 10, 20, new Name("batatinha")),
                Optional.of(Specs.json(TINY.formatted(steps))),
                Instant.EPOCH);
    }

    private JobOutcome run(TrainingJob job, BooleanSupplier leaving) {
        return run(new FileModelStore(directory.resolve("models")), job, leaving);
    }

    private JobOutcome run(ModelStore store, TrainingJob job, BooleanSupplier leaving) {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        try (NDManager engine = NDManager.newBaseManager()) {
            JobRunner runner = new JobRunner(
                    dataset -> Texts.of(TEXT),
                    engine,
                    new JobRunner.Settings(
                            store,
                            availability,
                            model -> Optional.empty(),
                            directory.resolve("scratch"),
                            Duration.ofMinutes(1),
                            clock,
                            "test"));
            return new CancellableRunner(runner, cancelled::contains, clock)
                    .run(new JobOrder(job, 7), new JobEvents(job, clock, events::add), leaving);
        }
    }
}
