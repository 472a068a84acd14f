package io.escriba.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates Escriba's topics. */
public final class Topics {
    private Topics() {}

    /**
     * Creates those topics that are absent; the others stay as they are. Safe to be called by several services at once.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @param partitions of each topic
     * @param replication copies of each partition
     * @throws KafkaException when a topic cannot be created
     */
    public static void createMissing(Map<String, Object> client, int partitions, short replication) {
        try (Admin admin = admin(client)) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = Arrays.stream(Topic.values())
                    .filter(topic -> !present.contains(topic.topicName()))
                    .map(topic -> new NewTopic(topic.topicName(), partitions, replication).configs(topic.settings()))
                    .toList();
            for (Map.Entry<String, KafkaFuture<Void>> created :
                    admin.createTopics(missing).values().entrySet()) {
                awaitCreated(created.getKey(), created.getValue());
            }
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "The topics cannot be listed at " + client.get("bootstrap.servers") + ": "
                            + Refusal.of(e)
                                    .orElseGet(() -> message(e) + " Check kafka.bootstrap.servers and"
                                            + " kafka.security.protocol, and that the broker runs."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while the topics were being created.", e);
        }
    }

    /**
     * How many partitions a topic has.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @throws KafkaException when Kafka does not tell
     */
    public static int partitions(Map<String, Object> client, Topic topic) {
        return describe(client, topic.topicName()).partitions().size();
    }

    /**
     * What Kafka knows of a topic.
     *
     * @throws KafkaException when Kafka does not tell
     */
    static TopicDescription describe(Map<String, Object> client, String topic) {
        try (Admin admin = admin(client)) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next();
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "The topic " + topic + " cannot be described: "
                            + Refusal.of(e).orElseGet(() -> message(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while " + topic + " was being described.", e);
        }
    }

    private static Admin admin(Map<String, Object> client) {
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            throw new KafkaException("Kafka's client cannot be made: " + Refusal.orMessage(e), e);
        }
    }

    private static void awaitCreated(String topic, KafkaFuture<Void> created) throws InterruptedException {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException(
                        "Topic '" + topic + "' cannot be created: "
                                + Refusal.of(e)
                                        .map(refusal -> refusal + " Or create it yourself.")
                                        .orElseGet(() -> message(e) + " Create it yourself, or check"
                                                + " escriba.topics.partitions and escriba.topics.replication."),
                        e);
            }
        }
    }

    private static String message(ExecutionException e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : String.valueOf(e.getCause().getMessage());
    }
}
