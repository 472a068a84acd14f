package io.escriba.trainer.job;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicSnapshot;
import io.escriba.model.PublishedModel;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * The jobs whose end is known to the world. Usually the offsets of the group say how far it has come, but Kafka forgets those of a
 * group that has been without members for long, and all jobs are given out again. Thread-safe.
 */
final class EndedJobs {
    private static final Logger LOG = Logger.getLogger(EndedJobs.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** By how much the clocks of two machines may differ. */
    private static final Duration SKEW = Duration.ofHours(1);

    private final PublishedVersions published;
    private final TopicSnapshot topics;

    EndedJobs(Map<String, Object> client, PublishedVersions published) {
        this.published = published;
        this.topics = new TopicSnapshot(client, PATIENCE);
    }

    /**
     * Whether a job has ended before.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    boolean contains(JobOrder order) {
        boolean ended = isPublished(order) || hasLastEvent(order.job());
        if (ended) {
            LOG.warnf(
                    "Job %s has ended before and is passed over: Kafka has forgotten how far the group %s was. Set"
                            + " offsets.retention.minutes of the brokers to 2147483647.",
                    order.job().id(), JobConsumer.GROUP);
        }
        return ended;
    }

    /** All jobs of a model are in one partition, one after the other: whoever has published a later one was through with it. */
    private boolean isPublished(JobOrder order) {
        return published
                .newestPublished(order.job().model())
                .filter(newest -> newest.version() >= order.version().version())
                .filter(newest -> isOfSameLog(newest, order.job()))
                .isPresent();
    }

    /** Where the topic of jobs was made anew, its offsets, and so the versions, are lower than those of before. */
    private static boolean isOfSameLog(PublishedModel newest, TrainingJob job) {
        return newest.manifest().job().equals(job.id())
                || newest.manifest().created().isAfter(job.requested());
    }

    private boolean hasLastEvent(TrainingJob job) {
        Instant since = job.requested().minus(SKEW);
        AtomicBoolean found = new AtomicBoolean();
        topics.readSince(Topic.TRAINING_PROGRESS, since, record -> {
            if (job.id().equals(record.key()) && isLast(record)) {
                found.set(true);
            }
        });
        return found.get();
    }

    private static boolean isLast(ConsumerRecord<String, byte[]> record) {
        try {
            return record.value() != null
                    && Json.read(record.value(), TrainingEvent.class).isLast();
        } catch (MalformedJsonException e) {
            LOG.warnf("The event of job '%s' at offset %d is unreadable: %s", record.key(), record.offset(), e);
            return false;
        }
    }
}
