package io.escriba.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.escriba.corpus.CorpusRecord;
import io.escriba.corpus.Dataset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads datasets from the log, outside any consumer group. Holds one fetch in memory. Thread-safe. */
public final class DatasetLog {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> client;
    private final Duration patience;

    /**
     * A reader of the log.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @param patience how long Kafka may give nothing before a reading is given up
     */
    public DatasetLog(Map<String, Object> client, Duration patience) {
        this.client = Map.copyOf(client);
        this.patience = patience;
    }

    /** Takes the text of a dataset. */
    public interface Reader {
        /**
         * The next piece of the text.
         *
         * @param utf8 whole code points, not to be changed
         * @return whether more is wanted
         */
        boolean append(byte[] utf8);

        /**
         * A record that belongs to another corpus lies here.
         *
         * @param bytes of its value
         * @return whether more is wanted
         */
        default boolean pass(int bytes) {
            return true;
        }

        /** What was appended so far does not belong to the dataset: the corpus was deleted here. */
        void restart();
    }

    /**
     * Reads a dataset exactly as it was published: the same every time.
     *
     * @throws DatasetGoneException when the log no longer holds its records
     * @throws KafkaException when Kafka does not answer
     */
    public void read(Dataset dataset, Reader reader) {
        TopicPartition partition = new TopicPartition(dataset.topic(), dataset.partition());
        try (KafkaConsumer<String, byte[]> consumer = Clients.exactReader(client)) {
            consumer.assign(List.of(partition));
            long first = offset(consumer.beginningOffsets(List.of(partition)));
            long end = offset(consumer.endOffsets(List.of(partition)));
            if (first > dataset.startOffset() || end < dataset.endOffset()) {
                throw new DatasetGoneException(dataset, first, end);
            }
            consumer.seek(partition, dataset.startOffset());
            long position = dataset.startOffset();
            long lastMoved = System.nanoTime();
            while (position < dataset.endOffset()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < dataset.endOffset() && !offer(record, dataset, reader)) {
                        return;
                    }
                }
                long now = System.nanoTime();
                long reached = consumer.position(partition);
                if (reached > position) {
                    position = reached;
                    lastMoved = now;
                } else if (now - lastMoved > patience.toNanos()) {
                    throw new TimeoutException("Kafka has given nothing of " + dataset + " from offset " + position
                            + " on for " + patience.toSeconds() + " s. Check that the partition has a leader.");
                }
            }
        }
    }

    private static boolean offer(ConsumerRecord<String, byte[]> record, Dataset dataset, Reader reader) {
        return dataset.corpus().value().equals(record.key())
                ? hand(record, reader)
                : reader.pass(Math.max(0, record.serializedValueSize()));
    }

    private static boolean hand(ConsumerRecord<String, byte[]> record, Reader reader) {
        CorpusRecord read =
                CorpusRecord.read(record.key().getBytes(UTF_8), record.value(), CloudEvents.type(record.headers()));
        if (read instanceof CorpusRecord.Text text) {
            return reader.append(text.utf8());
        }
        if (read instanceof CorpusRecord.Deleted) {
            reader.restart();
        }
        return true;
    }

    /**
     * What tells this topic from another one of the same name, in another cluster or created anew.
     *
     * @throws KafkaException when Kafka does not answer
     */
    public String topicId(String topic) {
        return Topics.describe(client, topic).topicId().toString();
    }

    private static long offset(Map<TopicPartition, Long> ofOnePartition) {
        return ofOnePartition.values().iterator().next();
    }
}
