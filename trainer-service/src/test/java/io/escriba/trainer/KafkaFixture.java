package io.escriba.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.escriba.corpus.CorpusEvents;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.DatasetLog;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicFollower;
import io.escriba.kafka.TopicSnapshot;
import io.escriba.kafka.Topics;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.trainer.corpus.Datasets;
import io.escriba.trainer.text.TextCache;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker with Escriba's topics, and what a test does with it. */
public final class KafkaFixture implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final KafkaProducer<String, byte[]> producer;

    private KafkaFixture(EmbeddedBroker broker) {
        this.broker = broker;
        Topics.createMissing(client(), 2, (short) 1);
        Map<String, Object> settings = new HashMap<>(client());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    public static KafkaFixture start(Path directory) {
        return new KafkaFixture(EmbeddedBroker.start(directory));
    }

    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** Datasets, cached in this directory. */
    public Datasets datasets(Path directory) {
        return new Datasets(log(), new TextCache(directory, Long.MAX_VALUE, InstantSource.system()));
    }

    public DatasetLog log() {
        return new DatasetLog(client(), Duration.ofSeconds(30));
    }

    /** Publishes a line as a plain producer does. */
    public void publishLine(String corpus, String line) {
        send(new ProducerRecord<>(Topic.CORPUS.topicName(), corpus, line.getBytes(UTF_8)));
    }

    public void publish(String corpus, String type, String value) {
        send(CloudEvents.text(Topic.CORPUS, corpus, "test", type, value.getBytes(UTF_8)));
    }

    /** Says that a corpus is complete, with a spec as JSON in single quotes. */
    public void seal(String corpus, String spec) {
        publish(
                corpus,
                CorpusEvents.SEALED,
                "{'characters':1,'sha256':'00','spec':%s}".formatted(spec).replace('\'', '"'));
    }

    public void publish(ProducerRecord<String, byte[]> record) {
        send(record);
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            Future<RecordMetadata> sent = producer.send(record);
            producer.flush();
            sent.get();
        } catch (Exception e) {
            throw new IllegalStateException("The record could not be sent.", e);
        }
    }

    /** Forgets how far a group has come, as Kafka does when it has had no members for long. */
    public void forgetGroup(String group) {
        try (Admin admin = Admin.create(client())) {
            await().ignoreExceptionsMatching(e -> e.getCause() instanceof GroupNotEmptyException)
                    .until(() -> {
                        admin.deleteConsumerGroups(List.of(group)).all().get();
                        return true;
                    });
        }
    }

    /** Removes all that a topic holds, as Kafka does when it is old. */
    public void deleteAll(Topic topic) throws Exception {
        Map<TopicPartition, RecordsToDelete> all = Map.of(
                new TopicPartition(topic.topicName(), 0),
                RecordsToDelete.beforeOffset(-1),
                new TopicPartition(topic.topicName(), 1),
                RecordsToDelete.beforeOffset(-1));
        try (Admin admin = Admin.create(client())) {
            admin.deleteRecords(all).all().get();
        }
    }

    /** What a topic holds now. */
    public List<ConsumerRecord<String, byte[]>> all(Topic topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        new TopicSnapshot(client(), Duration.ofSeconds(30)).read(topic, Long.MAX_VALUE, records::add);
        return records;
    }

    /** What a topic holds and will hold, in order. */
    public Records records(Topic topic) {
        BlockingQueue<ConsumerRecord<String, byte[]>> queue = new LinkedBlockingQueue<>();
        return new Records(queue, TopicFollower.start(client(), topic, queue::add));
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }

    /** Records as they come. */
    public record Records(BlockingQueue<ConsumerRecord<String, byte[]>> queue, TopicFollower follower)
            implements AutoCloseable {
        /** Waits for the next record that fits. */
        public ConsumerRecord<String, byte[]> await(Predicate<ConsumerRecord<String, byte[]>> fits)
                throws InterruptedException {
            while (true) {
                ConsumerRecord<String, byte[]> next = queue.poll(60, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("No fitting record came within a minute.");
                }
                if (fits.test(next)) {
                    return next;
                }
            }
        }

        @Override
        public void close() {
            follower.close();
        }
    }
}
