package io.escriba.gateway.training;

import io.escriba.gateway.topic.FollowedTopics;
import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

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

    void follow(@Observes StartupEvent start, FollowedTopics topics, TrainingHistory history) {
        topics.follow(Topic.TRAINING_JOBS, record -> {
            if (record.value() != null) {
                history.ordered(Json.read(record.value(), TrainingJob.class));
            }
        });
        topics.follow(Topic.TRAINING_PROGRESS, record -> {
            if (record.value() != null) {
                history.happened(record.offset(), Json.read(record.value(), TrainingEvent.class));
            }
        });
    }
}
