package io.escriba.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
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
        // Whoever comes or goes, the others keep what they work on.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return consumer(settings);
    }

    /** A producer of single records. */
    public static KafkaProducer<String, byte[]> producer(Map<String, Object> client) {
        return new KafkaProducer<>(producing(client), new StringSerializer(), new ByteArraySerializer());
    }

    /** A producer of transactions. The next one with this id ends what this one leaves open, and fences it. */
    public static KafkaProducer<String, byte[]> transactional(Map<String, Object> client, String transactionalId) {
        Map<String, Object> settings = producing(client);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** The settings of a client that gives up when Kafka has not answered for so long, whatever it was asked. */
    public static Map<String, Object> patient(Map<String, Object> client, Duration patience) {
        Map<String, Object> settings = new HashMap<>(client);
        int millis = Math.toIntExact(patience.toMillis());
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        // A client refuses to give up before a request of its own may.
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        return settings;
    }

    /** Whether a transactional producer failed because it may write no more: another one has its id, or it was too slow. */
    public static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Object> producing(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return settings;
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
