package io.escriba.gateway.model;

import io.escriba.gateway.topic.FollowedTopics;
import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Keeps the catalog what the topic of models says. */
@Singleton
final class ModelTopic {
    @Produces
    @Singleton
    ModelCatalog catalog() {
        return new ModelCatalog();
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
