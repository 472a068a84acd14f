package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.escriba.model.Metrics;
import io.escriba.name.Name;
import java.time.Instant;
import java.util.Optional;

/**
 * What happens to a training job: values of the topic {@code escriba.training-progress}, keyed by job id, in order.
 * Losses are cross-entropies in nats per character.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingEvent.Started.class, name = "started"),
    @JsonSubTypes.Type(value = TrainingEvent.Step.class, name = "step"),
    @JsonSubTypes.Type(value = TrainingEvent.Sample.class, name = "sample"),
    @JsonSubTypes.Type(value = TrainingEvent.Checkpoint.class, name = "checkpoint"),
    @JsonSubTypes.Type(value = TrainingEvent.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = TrainingEvent.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = TrainingEvent.Cancelled.class, name = "cancelled"),
})
public sealed interface TrainingEvent {
    /** The {@code ce_type} of these records. */
    String TYPE = "io.escriba.training.progress.v1";

    /** The job's id. */
    String job();

    /** The model that the job trains. */
    Name model();

    /** When it happened. */
    Instant at();

    /** Whether nothing more follows. */
    @JsonIgnore
    default boolean isLast() {
        return false;
    }

    /**
     * Training begins, or goes on in another trainer.
     *
     * @param step optimizer steps taken before, by the trainer that had the job until its last checkpoint
     * @param version the model's version that the job will publish
     * @param device what it trains on, such as {@code cpu} or {@code gpu(0)}
     * @param spec complete, defaults filled in
     * @param parameters numbers to be learned
     * @param trainingCharacters code points trained on
     * @param validationCharacters code points held out
     */
    record Started(
            String job,
            Name model,
            Instant at,
            long step,
            long version,
            String device,
            TrainingSpec spec,
            long parameters,
            long trainingCharacters,
            long validationCharacters)
            implements TrainingEvent {}

    /**
     * A measurement.
     *
     * @param step optimizer steps taken
     * @param epoch passes over the text, with fractions
     * @param progress part of the training that is done, 0 to 1
     * @param trainingLoss mean since the last such event
     * @param validationLoss over the whole held-out part, when it was measured just now
     * @param charactersPerSecond trained on since the last such event
     * @param learningRate of the last step
     */
    record Step(
            String job,
            Name model,
            Instant at,
            long step,
            double epoch,
            double progress,
            double trainingLoss,
            Optional<Double> validationLoss,
            double charactersPerSecond,
            double learningRate)
            implements TrainingEvent {}

    /** What the network writes after {@code step} steps. */
    record Sample(String job, Name model, Instant at, long step, double temperature, String text)
            implements TrainingEvent {}

    /**
     * What the training needs to go on after {@code step} steps is safe: whatever happens to its trainer, another one
     * resumes there. Events of later steps may come twice.
     */
    record Checkpoint(String job, Name model, Instant at, long step) implements TrainingEvent {}

    /** The version is published. */
    record Completed(String job, Name model, Instant at, long version, Metrics metrics) implements TrainingEvent {
        @Override
        public boolean isLast() {
            return true;
        }
    }

    /** The job cannot succeed; the reason says what to change. */
    record Failed(String job, Name model, Instant at, String reason) implements TrainingEvent {
        @Override
        public boolean isLast() {
            return true;
        }
    }

    /** The job has ended because somebody asked for it, and publishes nothing; see {@link TrainingCancellation}. */
    record Cancelled(String job, Name model, Instant at) implements TrainingEvent {
        @Override
        public boolean isLast() {
            return true;
        }
    }
}
