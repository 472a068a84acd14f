package io.escriba.trainer.job;

import io.escriba.kafka.Clients;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.training.TrainingEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * What happens to one job, written for the world. The transactional id is the job's own, so opening the log of a job
 * fences every other process that still believes to own it. Thread-safe.
 */
final class JobLog implements AutoCloseable {
    /** The service that writes these events. */
    static final String SOURCE = "trainer-service";

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaProducer<String, byte[]> producer;

    private JobLog(KafkaProducer<String, byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Takes the job over.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @param writer the transactional id
     */
    static JobLog open(Map<String, Object> client, String writer) {
        KafkaProducer<String, byte[]> producer = Clients.transactional(client, writer);
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(CLOSE_TIMEOUT);
            throw e;
        }
        return new JobLog(producer);
    }

    static ProducerRecord<String, byte[]> record(TrainingEvent event) {
        return CloudEvents.json(Topic.TRAINING_PROGRESS, event.job(), SOURCE, TrainingEvent.TYPE, event);
    }

    /**
     * Writes an event.
     *
     * @throws KafkaException when it cannot be written, above all when another process has taken the job over
     */
    synchronized void write(TrainingEvent event) {
        inTransaction(() -> send(record(event)));
    }

    /**
     * Ends the job: all of this becomes visible together, or none.
     *
     * @param offsets where the group goes on
     * @throws KafkaException when it cannot be written, above all when another process has taken the job over
     */
    synchronized void finish(
            List<ProducerRecord<String, byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        inTransaction(() -> {
            records.forEach(this::send);
            producer.sendOffsetsToTransaction(offsets, group);
        });
    }

    private void send(ProducerRecord<String, byte[]> record) {
        // The commit fails if this does.
        Future<RecordMetadata> unused = producer.send(record);
    }

    private void inTransaction(Runnable writes) {
        producer.beginTransaction();
        try {
            writes.run();
            producer.commitTransaction();
        } catch (ProducerFencedException | OutOfOrderSequenceException | AuthorizationException e) {
            // Kafka's documentation: these cannot be aborted, only closed.
            throw e;
        } catch (KafkaException e) {
            producer.abortTransaction();
            throw e;
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
