package io.escriba.gateway.topic;

import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicFollower;
import io.escriba.kafka.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands the records of whole topics to those who keep them, from the first record on. Thread-safe. */
@Singleton
public final class FollowedTopics {
    private final Map<String, Object> client;
    private final Map<Topic, TopicFollower> followers = new ConcurrentHashMap<>();

    FollowedTopics(@Identifier("default-kafka-broker") Map<String, Object> client, TopicsConfig config) {
        this.client = client;
        Topics.createMissing(client, config.partitions(), config.replication());
    }

    /**
     * Starts to follow a topic, once.
     *
     * @param keeper is given every record, one at a time, in the order of its partition
     */
    public void follow(Topic topic, Consumer<ConsumerRecord<String, byte[]>> keeper) {
        followers.computeIfAbsent(topic, t -> TopicFollower.start(client, t, keeper));
    }

    /** Whether a topic has been read to the end that it had at the start, so that what comes is new. */
    public boolean isRead(Topic topic) {
        return !unread().contains(topic);
    }

    /** The topics that have not been read to the end that they had at the start. */
    List<Topic> unread() {
        return topics(
                follower -> !follower.caughtUp().isDone() || follower.caughtUp().isCompletedExceptionally());
    }

    /** The topics that are not followed any more although they should be. */
    List<Topic> lost() {
        return topics(follower -> !follower.isRunning());
    }

    private List<Topic> topics(Predicate<TopicFollower> condition) {
        return followers.entrySet().stream()
                .filter(follower -> condition.test(follower.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @PreDestroy
    void close() {
        followers.values().forEach(TopicFollower::close);
    }
}
