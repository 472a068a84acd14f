package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.kafka.Topics;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the announcements while the process runs. At its end no new stream is let in, those that run go on for a
 * while, and then they are told to go on elsewhere.
 */
@Singleton
final class CatalogLifecycle {
    private static final System.Logger LOG = System.getLogger(CatalogLifecycle.class.getName());

    private final Catalog catalog;
    private final Admission admission;
    private final CatalogConfig config;
    private final TopicsConfig topics;
    private final Map<String, Object> kafka;
    private volatile Optional<KafkaModelFeed> feed = Optional.empty();

    CatalogLifecycle(
            Catalog catalog,
            Admission admission,
            CatalogConfig config,
            TopicsConfig topics,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.catalog = catalog;
        this.admission = admission;
        this.config = config;
        this.topics = topics;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        Topics.createMissing(kafka, topics.partitions(), topics.replication());
        feed = Optional.of(KafkaModelFeed.start(kafka, catalog));
    }

    /** Whether announcements are followed, or will be: not after a failure of the one who reads them. */
    boolean isFollowing() {
        return feed.map(KafkaModelFeed::isRunning).orElse(true);
    }

    /** While health, metrics and running calls are still served. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        admission.close();
        if (admission.streams() > 0) {
            LOG.log(Level.INFO, "Up to {0} are left to {1} streams to end.", config.drain(), admission.streams());
        }
        if (!admission.awaitDrained(config.drain())) {
            LOG.log(Level.INFO, "{0} streams are told to go on elsewhere.", admission.streams());
        }
        catalog.close();
    }

    void stop(@Observes ShutdownEvent event) {
        feed.ifPresent(KafkaModelFeed::close);
        catalog.close();
    }
}
