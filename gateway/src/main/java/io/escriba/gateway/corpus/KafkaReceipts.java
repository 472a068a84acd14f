package io.escriba.gateway.corpus;

import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicSnapshot;
import io.escriba.name.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The topic {@code escriba.uploads}: the receipts of uploads with a key, for a day. Thread-safe. */
final class KafkaReceipts {
    private static final Logger LOG = Logger.getLogger(KafkaReceipts.class);

    private final TopicSnapshot snapshot;

    /** Reads the topic anew for every question: it is short, and asked for rarely. */
    KafkaReceipts(TopicSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * The receipt of the upload to a corpus that was committed with this key, if there is one.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    Optional<Receipt> find(Name corpus, IdempotencyKey key) {
        List<Receipt> found = new ArrayList<>();
        snapshot.read(Topic.UPLOADS, Long.MAX_VALUE, record -> {
            if (!corpus.value().equals(record.key())) {
                return;
            }
            try {
                UploadReceipt stored = Json.read(record.value(), UploadReceipt.class);
                if (stored.key().equals(key.value())) {
                    found.add(stored.receipt());
                }
            } catch (MalformedJsonException e) {
                LOG.warnf(
                        "The record at %s-%d offset %d is no receipt and is passed over: %s",
                        record.topic(), record.partition(), record.offset(), e.getMessage());
            }
        });
        return found.stream().findFirst();
    }
}
