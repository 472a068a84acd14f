package io.escriba.gateway.deadletter;

import io.escriba.gateway.topic.FollowedTopics;
import io.escriba.kafka.Clients;
import io.escriba.kafka.TopicSnapshot;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** Puts this package together. */
@Singleton
final class DeadLetterBeans {
    /** How long a reading of the topic may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The topics come first: a topic that does not exist cannot be read. */
    @Produces
    @Singleton
    DeadLetterBox box(@Identifier("default-kafka-broker") Map<String, Object> client, FollowedTopics topics) {
        return new KafkaDeadLetterBox(new TopicSnapshot(Clients.patient(client, PATIENCE), PATIENCE));
    }
}
