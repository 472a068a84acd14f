package io.escriba.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Opens clients with the guarantees on which all services rely: consumers see committed records only and begin at a
 * topic's start, producers wait for all replicas and write nothing twice. Every method is given the settings of a client,
 * {@code bootstrap.servers} among them; whoever opens a client closes it.
 */
public final class Clients {
    private Clients() {}

    /** A consumer outside any group: it is assigned its partitions, and commits nothing. */
    public static KafkaConsumer<String, byte[]> reader(Map<String, Object> client) {
        return consumer(groupless(client));
    }

    /** A {@link #reader} that fails where an offset is gone, instead of reading from elsewhere. */
    public static KafkaConsumer<String, byte[]> exactReader(Map<String, Object> client) {
        Map<String, Object> settings = groupless(client);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return consumer(settings);
    }

    /** A member of a group that takes one record at a time and commits itself. */
    public static KafkaConsumer<String, byte[]> member(Map<String, Object> client, String group) {
        Map<String, Object> settings = consuming(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return consumer(settings);
    }

    /** A producer of transactions. The next one with this id ends what this one leaves open, and fences it. */
    public static KafkaProducer<String, byte[]> transactional(Map<String, Object> client, String transactionalId) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> groupless(Map<String, Object> client) {
        Map<String, Object> settings = consuming(client);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return settings;
    }

    private static Map<String, Object> consuming(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }

    private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
