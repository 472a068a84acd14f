package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Dataset;
import io.escriba.name.Name;
import java.time.Instant;
import java.util.Optional;

/**
 * The order to train one version of a model: a value of the topic {@code escriba.training-jobs}.
 *
 * @param id names the job; see {@link #idFor} and {@link #requestedId}
 * @param dataset what to train on
 * @param spec as its author wrote it, checked when the job starts
 * @param requested when the trigger happened
 */
public record TrainingJob(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) Name model,
        @JsonProperty(required = true) Dataset dataset,
        Optional<JsonNode> spec,
        @JsonProperty(required = true) Instant requested) {
    public TrainingJob {
        // Jackson reads a JSON null as a node.
        spec = spec.filter(node -> !node.isNull());
    }

    /** The {@code ce_type} of these records. */
    public static final String TYPE = "io.escriba.training.job.v1";

    /** What this record is, as in its {@code ce_type} header. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return TYPE;
    }

    /**
     * The id of the job that a record of the corpus topic triggers. It depends on nothing else, so whoever published
     * the record knows it, and a trigger that is seen twice gives the same job.
     */
    public static String idFor(Name model, int partition, long offset) {
        return model + "-" + partition + "-" + offset;
    }

    /**
     * The id of a job that somebody asked for. It is never that of a triggered one, which ends in a number.
     *
     * @param request tells it from all other requests for this model; letters and digits
     */
    public static String requestedId(Name model, String request) {
        return model + "-r" + request;
    }
}
