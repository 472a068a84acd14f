package io.escriba.gateway.model;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.kafka.Clients;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Refusal;
import io.escriba.kafka.Topic;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** The topic {@code escriba.models}. Thread-safe. */
final class KafkaModelLog implements ModelLog, AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;

    /**
     * Writes to this cluster.
     *
     * @param client settings of a Kafka client
     * @param patience how long Kafka may take
     */
    KafkaModelLog(Map<String, Object> client, Duration patience) {
        this.producer = Clients.producer(Clients.patient(client, patience));
    }

    @Override
    public void retire(Name model) {
        ProducerRecord<String, byte[]> tombstone = new ProducerRecord<>(
                Topic.MODELS.topicName(),
                null,
                model.value(),
                null,
                CloudEvents.jsonHeaders("gateway", PublishedModel.RETIRED_TYPE));
        try {
            producer.send(tombstone).get();
        } catch (ExecutionException e) {
            throw notRetired(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notRetired(e);
        } catch (KafkaException e) {
            throw notRetired(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private static ProblemException notRetired(Throwable cause) {
        return ProblemException.unavailable(
                "Kafka has not confirmed that the model is retired: " + Refusal.orMessage(cause) + " Send it again.",
                SOON,
                cause);
    }
}
