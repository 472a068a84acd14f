package io.escriba.trainer.wiring;

import io.escriba.kafka.DatasetLog;
import io.escriba.kafka.Topics;
import io.escriba.store.ModelStore;
import io.escriba.store.ModelStores;
import io.escriba.store.StoreAvailability;
import io.escriba.store.StoreWatch;
import io.escriba.trainer.corpus.CorpusMetrics;
import io.escriba.trainer.corpus.CorpusStatistics;
import io.escriba.trainer.corpus.Datasets;
import io.escriba.trainer.corpus.TriggerRule;
import io.escriba.trainer.job.TrainingJobs;
import io.escriba.trainer.text.TextCache;
import io.escriba.trainer.wiring.TrainerConfig.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Starts and stops what this process's roles ask for. */
@Singleton
final class TrainerLifecycle {
    private static final Logger LOG = Logger.getLogger(TrainerLifecycle.class);
    private static final Duration KAFKA_PATIENCE = Duration.ofMinutes(1);

    private final TrainerConfig config;
    private final Map<String, Object> client;
    private final MeterRegistry registry;
    private final Tracer tracer;
    private final String version;
    private final StoreAvailability store =
            new StoreAvailability("Trainings wait until it can be used, and go on where they are.");
    private volatile Optional<CorpusStatistics> statistics = Optional.empty();
    private volatile Optional<TrainingJobs> jobs = Optional.empty();
    private volatile Optional<StoreWatch> watch = Optional.empty();

    TrainerLifecycle(
            TrainerConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> client,
            MeterRegistry registry,
            Tracer tracer,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.client = Map.copyOf(client);
        this.registry = registry;
        this.tracer = tracer;
        this.version = version;
    }

    void start(@Observes StartupEvent event) {
        Topics.createMissing(
                client, config.topics().partitions(), config.topics().replication());
        if (config.trainer().roles().contains(Role.STATISTICS)) {
            statistics = Optional.of(CorpusStatistics.start(
                    client,
                    config.trainer().directory().resolve("statistics"),
                    new TriggerRule(
                            config.training().quietPeriod(), config.training().growth()),
                    new CorpusMetrics(registry)));
        }
        if (config.trainer().roles().contains(Role.TRAINING)) {
            ModelStore models = ModelStores.open(config.store(), config.s3().settings());
            watch = Optional.of(StoreWatch.start(models::checkWritable, store, "Models go to " + config.store() + "."));
            jobs = Optional.of(TrainingJobs.start(new TrainingJobs.Settings(
                    client,
                    config.trainer().device(),
                    datasets(),
                    models,
                    store,
                    config.trainer().directory().resolve("exports"),
                    config.training().checkpointInterval(),
                    registry,
                    tracer,
                    InstantSource.system(),
                    version)));
        }
        LOG.infof("Roles: %s.", config.trainer().roles());
    }

    private Datasets datasets() {
        return new Datasets(
                new DatasetLog(client, KAFKA_PATIENCE),
                new TextCache(
                        config.trainer().directory().resolve("datasets"),
                        config.trainer().datasetCache().asLongValue(),
                        InstantSource.system()));
    }

    void stop(@Observes ShutdownEvent event) {
        watch.ifPresent(StoreWatch::close);
        jobs.ifPresent(TrainingJobs::close);
        statistics.ifPresent(CorpusStatistics::close);
    }

    @Produces
    @Readiness
    HealthCheck readiness() {
        return this::ready;
    }

    /** A role that has ended does not go on by itself, and somebody must restart the process. */
    @Produces
    @Liveness
    HealthCheck liveness() {
        return this::alive;
    }

    private HealthCheckResponse alive() {
        boolean statisticsLive = !statistics.map(CorpusStatistics::hasEnded).orElse(false);
        boolean jobsLive = jobs.map(TrainingJobs::isRunning).orElse(true);
        return HealthCheckResponse.named("roles")
                .withData("statistics", statisticsLive)
                .withData("training", jobsLive)
                .status(statisticsLive && jobsLive)
                .build();
    }

    private HealthCheckResponse ready() {
        boolean statisticsRun = statistics.map(CorpusStatistics::isRunning).orElse(true);
        boolean jobsRun = jobs.map(TrainingJobs::isRunning).orElse(true);
        return HealthCheckResponse.named("trainer")
                .withData("statistics", statisticsRun)
                .withData("training", jobsRun)
                // For whoever looks: a trainer that is not ready would not be taken for one that waits.
                .withData("store", !store.isAway())
                .status(statisticsRun && jobsRun)
                .build();
    }
}
