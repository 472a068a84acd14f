package io.escriba.gateway.training;

import io.escriba.gateway.corpus.CorpusCatalog;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.topic.FollowedTopics;
import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Puts this package together and keeps the history what the two topics of training say. */
@Singleton
final class TrainingTopics {
    private static final int MAX_JOBS = 1_000;
    private static final int MAX_MEASUREMENTS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Produces
    @Singleton
    TrainingHistory history() {
        return new TrainingHistory(MAX_JOBS, MAX_MEASUREMENTS);
    }

    @Produces
    @Singleton
    TrainingFeed feed(TrainingHistory history) {
        return new TrainingFeed(history, PATIENCE);
    }

    /** The topics come first: a topic that does not exist cannot be written to. */
    @Produces
    @Singleton
    KafkaJobLog log(@Identifier("default-kafka-broker") Map<String, Object> client, FollowedTopics topics) {
        return new KafkaJobLog(client, PATIENCE);
    }

    void close(@Disposes KafkaJobLog log) {
        log.close();
    }

    @Produces
    @Singleton
    TrainingOrders orders(CorpusCatalog corpora, KafkaJobLog log) {
        return new TrainingOrders(corpora, log, InstantSource.system(), new SecureRandom());
    }

    @Produces
    @Singleton
    TrainingCancellations cancellations(TrainingFeed feed, TrainingHistory history, KafkaJobLog log) {
        return new TrainingCancellations(
                feed, history, log, InstantSource.system(), Infrastructure.getDefaultWorkerPool());
    }

    @Produces
    @Singleton
    TrainingNews news(TrainingHistory history, ModelCatalog models) {
        return new TrainingNews(history, models, PATIENCE);
    }

    void measure(@Observes StartupEvent start, TrainingHistory history, MeterRegistry registry) {
        new JobGauges(history, InstantSource.system()).register(registry);
    }

    void follow(@Observes StartupEvent start, FollowedTopics topics, TrainingHistory history, TrainingNews news) {
        topics.follow(Topic.TRAINING_JOBS, record -> {
            if (record.value() != null) {
                history.ordered(Json.read(record.value(), TrainingJob.class));
            }
        });
        topics.follow(Topic.TRAINING_PROGRESS, record -> {
            if (record.value() != null) {
                boolean old = !topics.isRead(Topic.TRAINING_PROGRESS);
                news.tell(record.offset(), Json.read(record.value(), TrainingEvent.class), old);
            }
        });
    }
}
