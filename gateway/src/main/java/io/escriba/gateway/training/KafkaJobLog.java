package io.escriba.gateway.training;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.kafka.Clients;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Refusal;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicSnapshot;
import io.escriba.training.TrainingCancellation;
import io.escriba.training.TrainingJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** The topics {@code escriba.training-jobs} and {@code escriba.training-cancellations}. Thread-safe. */
final class KafkaJobLog implements JobLog, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaJobLog.class);
    private static final String SOURCE = "gateway";
    private static final Duration SOON = Duration.ofSeconds(2);

    /** Among so many offsets of each partition an earlier order is looked for; the topic is kept for ever. */
    private static final long REMEMBERED = 10_000;

    private final Map<String, Object> client;
    private final Duration patience;
    private final TopicSnapshot snapshot;
    private final Producer<String, byte[]> producer;

    /**
     * Writes to this cluster.
     *
     * @param client settings of a Kafka client
     * @param patience how long Kafka may take for each step of an order
     */
    KafkaJobLog(Map<String, Object> client, Duration patience) {
        this.client = Clients.patient(client, patience);
        // Trainers wait for an order that was left unfinished.
        this.client.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(patience.toMillis()));
        this.patience = patience;
        this.snapshot = new TopicSnapshot(this.client, patience);
        this.producer = Clients.producer(this.client);
    }

    @Override
    public void order(TrainingJob job) {
        send(record(job), KafkaJobLog::notOrdered);
    }

    @Override
    public Order orderOnce(String id, Supplier<TrainingJob> job) {
        // Kafka lets one producer at a time commit with this id, and the next one sees what it committed.
        Producer<String, byte[]> once = Clients.transactional(client, "escriba-order-" + id);
        try {
            once.initTransactions();
            Optional<TrainingJob> earlier = find(id);
            if (earlier.isPresent()) {
                return new Order(earlier.get(), true);
            }
            TrainingJob ordered = job.get();
            once.beginTransaction();
            // The commit fails when the record does.
            Future<RecordMetadata> unused = once.send(record(ordered));
            once.commitTransaction();
            return new Order(ordered, false);
        } catch (KafkaException e) {
            if (Clients.isFenced(e)) {
                throw ProblemException.conflict(
                        "Job '" + id + "' is being ordered by another request with the same key. Send it again to see"
                                + " the job.",
                        SOON);
            }
            throw notOrdered(e);
        } finally {
            once.close(patience);
        }
    }

    @Override
    public void cancel(TrainingCancellation cancellation) {
        send(
                CloudEvents.json(
                        Topic.TRAINING_CANCELLATIONS,
                        cancellation.job(),
                        SOURCE,
                        TrainingCancellation.TYPE,
                        cancellation),
                KafkaJobLog::notCancelled);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    /** Returns when the record is there. */
    private void send(ProducerRecord<String, byte[]> record, Function<Throwable, ProblemException> problem) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw problem.apply(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem.apply(e);
        } catch (KafkaException e) {
            throw problem.apply(e);
        }
    }

    private Optional<TrainingJob> find(String id) {
        List<TrainingJob> found = new ArrayList<>();
        snapshot.read(
                Topic.TRAINING_JOBS,
                REMEMBERED,
                record -> job(record).filter(job -> job.id().equals(id)).ifPresent(found::add));
        return found.stream().findFirst();
    }

    private static Optional<TrainingJob> job(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(record.value(), TrainingJob.class));
        } catch (MalformedJsonException e) {
            LOG.debugf(
                    "The record at %s-%d offset %d is no job and is passed over: %s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    private static ProducerRecord<String, byte[]> record(TrainingJob job) {
        return CloudEvents.json(Topic.TRAINING_JOBS, job.model().value(), SOURCE, TrainingJob.TYPE, job);
    }

    private static ProblemException notCancelled(Throwable cause) {
        return ProblemException.unavailable(
                "Kafka has not confirmed the cancellation: " + Refusal.orMessage(cause) + " Send it again.",
                SOON,
                cause);
    }

    private static ProblemException notOrdered(Throwable cause) {
        return ProblemException.unavailable(
                "Kafka has not confirmed the order: " + Refusal.orMessage(cause)
                        + " See GET /api/training before you send it" + " again, or send it with an Idempotency-Key.",
                SOON,
                cause);
    }
}
