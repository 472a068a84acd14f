package io.escriba.trainer.job;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicSnapshot;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** The topic {@code escriba.models}, asked once for each training. Thread-safe. */
final class PublishedVersions {
    private static final Logger LOG = Logger.getLogger(PublishedVersions.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TopicSnapshot topic;

    PublishedVersions(Map<String, Object> client) {
        this.topic = new TopicSnapshot(client, PATIENCE);
    }

    /**
     * The newest version of a model that is published now; none when there is none, or the model is retired.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    Optional<ModelVersion> newest(Name model) {
        return newestPublished(model).map(PublishedModel::modelVersion);
    }

    /** What was announced of it, under the same conditions. */
    Optional<PublishedModel> newestPublished(Name model) {
        Map<String, Optional<PublishedModel>> newest = new HashMap<>();
        topic.read(Topic.MODELS, Long.MAX_VALUE, record -> {
            if (model.value().equals(record.key())) {
                newest.put(record.key(), version(record));
            }
        });
        return newest.getOrDefault(model.value(), Optional.empty());
    }

    private static Optional<PublishedModel> version(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(record.value(), PublishedModel.class));
        } catch (MalformedJsonException e) {
            LOG.warnf("The record of model '%s' at offset %d is unreadable: %s", record.key(), record.offset(), e);
            return Optional.empty();
        }
    }
}
