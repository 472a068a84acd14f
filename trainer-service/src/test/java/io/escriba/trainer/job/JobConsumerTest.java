package io.escriba.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.ndarray.NDManager;
import io.escriba.store.FileModelStore;
import io.escriba.store.StoreAvailability;
import io.escriba.trainer.text.Texts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no broker: nothing listens where this consumer looks for one. */
class JobConsumerTest {
    private final NDManager engine = NDManager.newBaseManager();
    private final CompletableFuture<Void> opening = new CompletableFuture<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void canBeClosedBeforeItMayTakeJobs() {
        JobConsumer consumer = consumer();
        consumer.start();
        assertThat(consumer.isRunning()).isTrue();

        consumer.close();

        assertThat(consumer.isRunning()).isFalse();
    }

    @Test
    void takesNoJobsWhenItCannotKnowWhichAreCancelled() {
        try (JobConsumer consumer = consumer()) {
            consumer.start();

            opening.completeExceptionally(new IllegalStateException("The cancellations cannot be read."));

            await().until(() -> !consumer.isRunning());
        }
    }

    private JobConsumer consumer() {
        InstantSource clock = InstantSource.system();
        JobRunner runner = new JobRunner(
                dataset -> Texts.of(""),
                engine,
                new JobRunner.Settings(
                        new FileModelStore(directory.resolve("models")),
                        new StoreAvailability("It waits."),
                        model -> Optional.empty(),
                        directory.resolve("scratch"),
                        Duration.ofMinutes(1),
                        clock,
                        "test"));
        return new JobConsumer(
                Map.of("bootstrap.servers", "127.0.0.1:1"),
                new CancellableRunner(runner, job -> false, clock),
                order -> false,
                opening,
                new TrainingMetrics(new SimpleMeterRegistry(), new StoreAvailability("It waits.")),
                TracerProvider.noop().get("test"),
                clock);
    }
}
