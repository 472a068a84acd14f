package io.escriba.trainer.job;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.training.TrainingCancellation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The jobs that somebody has cancelled, as the topic of cancellations names them. Thread-safe. */
final class CancelledJobs {
    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    /**
     * Takes a record of the topic into account; one without a value says nothing.
     *
     * @throws MalformedJsonException when its value is no cancellation
     */
    void read(ConsumerRecord<String, byte[]> record) {
        if (record.value() != null) {
            ids.add(Json.read(record.value(), TrainingCancellation.class).job());
        }
    }

    boolean contains(String job) {
        return ids.contains(job);
    }
}
