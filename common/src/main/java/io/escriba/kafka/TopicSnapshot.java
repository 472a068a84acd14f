package io.escriba.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads what a topic holds at this moment. Whatever was committed before the reading began is seen, even behind a
 * transaction that is still open: the reading waits for its end.
 */
public final class TopicSnapshot {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> client;
    private final Duration patience;

    /**
     * Snapshots of this cluster's topics.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @param patience how long nothing may come before the end
     */
    public TopicSnapshot(Map<String, Object> client, Duration patience) {
        this.client = Map.copyOf(client);
        this.patience = patience;
    }

    /**
     * Reads the newest records.
     *
     * @param newest at most so many offsets of each partition
     * @param handler is given every record, in the order of its partition
     * @throws KafkaException when Kafka does not answer in time
     */
    public void read(Topic topic, long newest, Consumer<ConsumerRecord<String, byte[]>> handler) {
        read(
                topic,
                (consumer, ends) -> consumer.beginningOffsets(ends.keySet()).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                first -> Math.max(first.getValue(), end(ends, first.getKey()) - newest))),
                handler);
    }

    /**
     * Reads the records since a time, by the clocks of those who wrote them, and perhaps some from before.
     *
     * @param handler is given every record, in the order of its partition
     * @throws KafkaException when Kafka does not answer in time
     */
    public void readSince(Topic topic, Instant since, Consumer<ConsumerRecord<String, byte[]>> handler) {
        long millis = Math.max(0, since.toEpochMilli());
        read(
                topic,
                (consumer, ends) -> {
                    Map<TopicPartition, Long> starts = new HashMap<>(consumer.endOffsets(ends.keySet()));
                    consumer.offsetsForTimes(
                                    ends.keySet().stream().collect(Collectors.toMap(Function.identity(), p -> millis)))
                            .forEach((partition, first) -> {
                                if (first != null) {
                                    starts.put(partition, first.offset());
                                }
                            });
                    return starts;
                },
                handler);
    }

    /** Where a reading begins. */
    @FunctionalInterface
    private interface Starts {
        Map<TopicPartition, Long> of(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends);
    }

    private void read(Topic topic, Starts starts, Consumer<ConsumerRecord<String, byte[]>> handler) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = Clients.reader(client)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = new HashMap<>(ends(partitions));
            consumer.assign(partitions);
            starts.of(consumer, ends).forEach(consumer::seek);
            while (!ends.isEmpty()) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                records.forEach(handler);
                if (!records.isEmpty()) {
                    deadline = System.nanoTime() + patience.toNanos();
                }
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                if (!ends.isEmpty() && System.nanoTime() > deadline) {
                    throw new TimeoutException(topic.topicName()
                            + " could not be read to its end, and nothing has come for " + patience.toSeconds()
                            + " s: Kafka does not answer, or a writer has not finished.");
                }
            }
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /** Where the partitions end, what is not yet committed included. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        try (Admin admin = Admin.create(client)) {
            Map<TopicPartition, OffsetSpec> latest =
                    partitions.stream().collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
            Map<TopicPartition, ListOffsetsResultInfo> offsets = admin.listOffsets(
                            latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get();
            return offsets.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new KafkaException("The ends of " + partitions + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while the ends of " + partitions + " were being read.", e);
        }
    }
}
