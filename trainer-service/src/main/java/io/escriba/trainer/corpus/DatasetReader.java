package io.escriba.trainer.corpus;

import io.escriba.corpus.Dataset;
import io.escriba.kafka.Clients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads datasets from the log, outside any consumer group. Thread-safe. */
public final class DatasetReader {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Map<String, Object> client;

    /**
     * A reader of the log.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     */
    public DatasetReader(Map<String, Object> client) {
        this.client = Map.copyOf(client);
    }

    /**
     * The text of a dataset exactly as it was published: the same every time.
     *
     * @throws DatasetGoneException when the log no longer holds its records
     */
    public String read(Dataset dataset) {
        TopicPartition partition = new TopicPartition(dataset.topic(), dataset.partition());
        StringBuilder text = new StringBuilder();
        try (KafkaConsumer<String, byte[]> consumer = Clients.exactReader(client)) {
            consumer.assign(List.of(partition));
            long first = offset(consumer.beginningOffsets(List.of(partition)));
            long end = offset(consumer.endOffsets(List.of(partition)));
            if (first > dataset.startOffset() || end < dataset.endOffset()) {
                throw new DatasetGoneException(dataset, first, end);
            }
            consumer.seek(partition, dataset.startOffset());
            while (consumer.position(partition) < dataset.endOffset()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < dataset.endOffset()
                            && dataset.corpus().value().equals(record.key())) {
                        append(text, record);
                    }
                }
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ConsumerRecord<String, byte[]> record) {
        CorpusRecord read = CorpusRecord.read(record.key(), record.value(), record.headers());
        if (read instanceof CorpusRecord.Text piece) {
            text.append(piece.text());
        } else if (read instanceof CorpusRecord.Deleted) {
            text.setLength(0);
        }
    }

    private static long offset(Map<TopicPartition, Long> ofOnePartition) {
        return ofOnePartition.values().iterator().next();
    }
}
