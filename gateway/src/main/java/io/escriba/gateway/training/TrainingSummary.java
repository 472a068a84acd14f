package io.escriba.gateway.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.name.Name;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a job is. Losses are in nats per character.
 *
 * @param id of the job
 * @param model that it trains
 * @param corpus that it trains on, once its order has been read
 * @param requested when it was ordered
 * @param updated when something happened last
 * @param version of the model that it publishes, once it has started
 * @param device that it trains on, once it has started
 * @param progress part of the training that is done, 0 to 1
 * @param step optimizer steps taken
 * @param trainingLoss the newest
 * @param validationLoss the newest
 * @param charactersPerSecond trained on, the newest
 * @param reason why it failed, if it did
 */
public record TrainingSummary(
        String id,
        Name model,
        Optional<Name> corpus,
        State state,
        Optional<Instant> requested,
        Optional<Instant> updated,
        Optional<Long> version,
        Optional<String> device,
        double progress,
        long step,
        Optional<Double> trainingLoss,
        Optional<Double> validationLoss,
        Optional<Double> charactersPerSecond,
        Optional<String> reason) {

    /** What is happening to a job. */
    public enum State {
        /** No trainer has begun it. */
        @JsonProperty("queued")
        QUEUED,
        /** A trainer works on it. */
        @JsonProperty("running")
        RUNNING,
        /** Its version is published. */
        @JsonProperty("completed")
        COMPLETED,
        /** It cannot succeed; {@code reason} says what to change. */
        @JsonProperty("failed")
        FAILED,
        /** It ended because somebody asked for it. */
        @JsonProperty("cancelled")
        CANCELLED;

        /** Whether nothing more will happen to it. */
        boolean isEnd() {
            return this == COMPLETED || this == FAILED || this == CANCELLED;
        }
    }
}
