package io.escriba.gateway.corpus;

import io.escriba.kafka.Clients;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** One transactional id, and its producer while there is one. Used by one publication at a time. */
final class KafkaWriter {
    private final Map<String, Object> client;
    private final String transactionalId;
    private @Nullable Producer<String, byte[]> producer;

    /** Opens nothing yet. */
    KafkaWriter(Map<String, Object> client, String transactionalId) {
        this.client = client;
        this.transactionalId = transactionalId;
    }

    /** The producer, ready to begin a transaction. A new one ends what an earlier one of this id has left open. */
    Producer<String, byte[]> open() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            open = Clients.transactional(client, transactionalId);
            producer = open;
            open.initTransactions();
        }
        return open;
    }

    String transactionalId() {
        return transactionalId;
    }

    /** Closes the producer, if there is one, without waiting for Kafka. */
    void discard() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
