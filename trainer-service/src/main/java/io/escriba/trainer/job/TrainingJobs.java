package io.escriba.trainer.job;

import ai.djl.Device;
import ai.djl.engine.Engine;
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
import org.jboss.logging.Logger;

/** Takes and carries out training jobs for as long as it is open. */
public final class TrainingJobs implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TrainingJobs.class);

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
     * @param availability is told whether a job waits for the store
     * @param scratch directory for files on their way to and from the store
     * @param checkpointInterval from one checkpoint of a training to the next
     * @param version of Escriba, for manifests
     */
    public record Settings(
            Map<String, Object> client,
            Datasets datasets,
            ModelStore store,
            StoreAvailability availability,
            Path scratch,
            Duration checkpointInterval,
            MeterRegistry registry,
            Tracer tracer,
            InstantSource clock,
            String version) {}

    /** Starts to take jobs, as soon as the cancellations so far have been read. The topics must exist. */
    public static TrainingJobs start(Settings settings) {
        NDManager engine = NDManager.newBaseManager(bestDevice());
        JobRunner runner = new JobRunner(
                settings.datasets()::open,
                engine,
                new JobRunner.Settings(
                        settings.store(),
                        settings.availability(),
                        new PublishedVersions(settings.client())::newest,
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
                cancellations.caughtUp(),
                new TrainingMetrics(settings.registry(), settings.availability()),
                settings.tracer(),
                settings.clock());
        consumer.start();
        return new TrainingJobs(engine, cancellations, consumer);
    }

    private static Device bestDevice() {
        Engine pytorch = Engine.getInstance();
        boolean cuda = pytorch.getGpuCount() > 0;
        LOG.infof(
                "Training on %s with %s %s.",
                cuda ? "CUDA, GPU 0 of " + pytorch.getGpuCount() : "the CPU (there is no CUDA device)",
                pytorch.getEngineName(),
                pytorch.getVersion());
        return cuda ? Device.gpu() : Device.cpu();
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
