package io.escriba.trainer.job;

import ai.djl.ndarray.NDManager;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicFollower;
import io.escriba.store.ModelStore;
import io.escriba.store.StoreAvailability;
import io.escriba.trainer.corpus.Datasets;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Takes and carries out training jobs for as long as it is open. */
public final class TrainingJobs implements AutoCloseable {
    private final NDManager engine;
    private final TopicFollower cancellations;
    private final JobConsumer consumer;

    private TrainingJobs(NDManager engine, TopicFollower cancellations, JobConsumer consumer) {
        this.engine = engine;
        this.cancellations = cancellations;
        this.consumer = consumer;
    }

    /**
     * What jobs are carried out with.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @param device what to train on
     * @param availability is told whether a job waits for the store
     * @param scratch directory for files on their way to and from the store
     * @param checkpointInterval from one checkpoint of a training to the next
     * @param version of Escriba, for manifests
     */
    public record Settings(
            Map<String, Object> client,
            TrainingDevice device,
            Datasets datasets,
            ModelStore store,
            StoreAvailability availability,
            Path scratch,
            Duration checkpointInterval,
            MeterRegistry registry,
            Tracer tracer,
            InstantSource clock,
            String version) {}

    /**
     * Starts to take jobs, as soon as the cancellations so far have been read. The topics must exist.
     *
     * @throws IllegalStateException when the device that is wanted is not there
     */
    public static TrainingJobs start(Settings settings) {
        NDManager engine = NDManager.newBaseManager(settings.device().device());
        PublishedVersions published = new PublishedVersions(settings.client());
        JobRunner runner = new JobRunner(
                settings.datasets()::open,
                engine,
                new JobRunner.Settings(
                        settings.store(),
                        settings.availability(),
                        published::newest,
                        settings.scratch(),
                        settings.checkpointInterval(),
                        settings.clock(),
                        settings.version()));
        CancelledJobs cancelled = new CancelledJobs();
        TopicFollower cancellations =
                TopicFollower.start(settings.client(), Topic.TRAINING_CANCELLATIONS, cancelled::read);
        JobConsumer consumer = new JobConsumer(
                settings.client(),
                new CancellableRunner(runner, cancelled::contains, settings.clock()),
                new EndedJobs(settings.client(), published)::contains,
                cancellations.caughtUp(),
                new TrainingMetrics(settings.registry(), settings.availability()),
                settings.tracer(),
                settings.clock());
        consumer.start();
        return new TrainingJobs(engine, cancellations, consumer);
    }

    /** Whether jobs and cancellations are still being taken. */
    public boolean isRunning() {
        return consumer.isRunning() && cancellations.isRunning();
    }

    @Override
    public void close() {
        consumer.close();
        cancellations.close();
        engine.close();
    }
}
