package io.escriba.trainer.job;

import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.model.PublishedModel;
import io.escriba.training.TrainingEvent;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How a job ended.
 *
 * @param last its last event
 * @param published the model, if there is one
 */
record JobOutcome(TrainingEvent last, Optional<PublishedModel> published) {
    /** Every {@link #name} that there is. */
    static final List<String> NAMES = List.of("completed", "failed", "cancelled");

    /** What is to be committed together with the job's offset. */
    List<ProducerRecord<String, byte[]>> records() {
        ProducerRecord<String, byte[]> event = JobLog.record(last);
        return published
                .map(model -> List.of(
                        CloudEvents.json(Topic.MODELS, model.name().value(), JobLog.SOURCE, PublishedModel.TYPE, model),
                        event))
                .orElse(List.of(event));
    }

    /** Why it failed, if it did. */
    Optional<String> failure() {
        return last instanceof TrainingEvent.Failed failed ? Optional.of(failed.reason()) : Optional.empty();
    }

    /** For the metric {@code escriba_training_jobs_total}. */
    String name() {
        if (last instanceof TrainingEvent.Cancelled) {
            return "cancelled";
        }
        return published.isPresent() ? "completed" : "failed";
    }
}
