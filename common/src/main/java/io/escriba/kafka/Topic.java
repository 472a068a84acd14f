package io.escriba.kafka;

import io.escriba.corpus.CorpusEvents;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of Escriba, each with the settings it is created with. */
public enum Topic {
    /** Corpus text and what happens to it; key: corpus name. */
    CORPUS(CorpusEvents.TOPIC, TopicConfig.CLEANUP_POLICY_DELETE, -1),
    /** {@link io.escriba.corpus.Corpus}; key: corpus name. */
    CORPORA("escriba.corpora", TopicConfig.CLEANUP_POLICY_COMPACT, -1),
    /** {@link io.escriba.training.TrainingJob}; key: model name. */
    TRAINING_JOBS("escriba.training-jobs", TopicConfig.CLEANUP_POLICY_DELETE, -1),
    /** {@link io.escriba.training.TrainingEvent}; key: job id. */
    TRAINING_PROGRESS(
            "escriba.training-progress",
            TopicConfig.CLEANUP_POLICY_DELETE,
            Duration.ofDays(7).toMillis()),
    /** {@link io.escriba.training.TrainingCancellation}; key: job id. Kept as long as the progress of the job. */
    TRAINING_CANCELLATIONS(
            "escriba.training-cancellations",
            TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
            Duration.ofDays(7).toMillis()),
    /** {@link io.escriba.model.PublishedModel}; key: model name. */
    MODELS("escriba.models", TopicConfig.CLEANUP_POLICY_COMPACT, -1),
    /** Receipts of uploads that must count once however often they are sent; key: corpus name. */
    UPLOADS(
            "escriba.uploads",
            TopicConfig.CLEANUP_POLICY_DELETE,
            Duration.ofDays(1).toMillis()),
    /** Records that nobody could read, as they came. */
    DEAD_LETTER(
            "escriba.dead-letter",
            TopicConfig.CLEANUP_POLICY_DELETE,
            Duration.ofDays(30).toMillis());

    /** A producer's record of up to 1 MiB, with room for its key, headers and framing. */
    private static final String MAX_RECORD_BYTES = Integer.toString(1024 * 1024 + 64 * 1024);

    private final String topicName;
    private final String cleanup;
    private final long retentionMillis;

    Topic(String topicName, String cleanup, long retentionMillis) {
        this.topicName = topicName;
        this.cleanup = cleanup;
        this.retentionMillis = retentionMillis;
    }

    /** The topic's name in Kafka. */
    public String topicName() {
        return topicName;
    }

    /** The settings to create it with, as Kafka names them. */
    Map<String, String> settings() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, cleanup,
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(retentionMillis),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MAX_RECORD_BYTES);
    }
}
