package io.escriba.bench.corpora;

import io.escriba.kafka.Topic;
import io.escriba.local.CommandException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** A topic for Kafka's own producer that is like the one of corpora. */
final class ReferenceTopic {
    private static final String NAME = "bench.reference";

    private ReferenceTopic() {}

    /**
     * Creates it with the partitions, the replication and the settings that the topic of corpora has on this broker.
     *
     * @param kafka the broker's address, {@code HOST:PORT}
     * @return its name
     */
    static String create(String kafka) throws InterruptedException {
        String corpus = Topic.CORPUS.topicName();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
            TopicDescription like = Objects.requireNonNull(
                    admin.describeTopics(List.of(corpus)).allTopicNames().get().get(corpus));
            NewTopic topic = new NewTopic(NAME, like.partitions().size(), (short)
                            like.partitions().get(0).replicas().size())
                    .configs(settings(admin, corpus));
            admin.createTopics(List.of(topic)).all().get();
            return NAME;
        } catch (ExecutionException e) {
            throw new CommandException("No topic can be created like '" + corpus + "': " + e.getMessage(), e);
        }
    }

    /** What was set for the topic itself; all else comes from the broker for both. */
    private static Map<String, String> settings(Admin admin, String name)
            throws ExecutionException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = Objects.requireNonNull(
                admin.describeConfigs(List.of(topic)).all().get().get(topic));
        return config.entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }
}
