package io.escriba.gateway.model;

import io.escriba.gateway.topic.FollowedTopics;
import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** Puts this package together and keeps the catalog what the topic of models says. */
@Singleton
final class ModelTopic {
    /** How long Kafka may take to confirm something. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Produces
    @Singleton
    ModelCatalog catalog() {
        return new ModelCatalog();
    }

    /** The topics come first: a producer would create the topic of models with the broker's settings. */
    @Produces
    @Singleton
    KafkaModelLog log(@Identifier("default-kafka-broker") Map<String, Object> client, FollowedTopics topics) {
        return new KafkaModelLog(client, PATIENCE);
    }

    void close(@Disposes KafkaModelLog log) {
        log.close();
    }

    void follow(@Observes StartupEvent start, FollowedTopics topics, ModelCatalog catalog) {
        topics.follow(Topic.MODELS, record -> {
            if (record.value() == null) {
                catalog.retire(new Name(record.key()));
            } else {
                catalog.publish(Json.read(record.value(), PublishedModel.class));
            }
        });
    }
}
