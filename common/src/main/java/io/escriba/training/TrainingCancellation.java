package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Somebody wants a training job to end: a value of the topic {@code escriba.training-cancellations}, keyed by job id. It
 * holds whether the job waits or runs, and means nothing to a job that has ended.
 *
 * @param job its id
 * @param at when it was asked for
 */
public record TrainingCancellation(
        @JsonProperty(required = true) String job,
        @JsonProperty(required = true) Instant at) {
    /** The {@code ce_type} of these records. */
    public static final String TYPE = "io.escriba.training.cancellation.v1";

    /** What this record is, as in its {@code ce_type} header. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return TYPE;
    }
}
