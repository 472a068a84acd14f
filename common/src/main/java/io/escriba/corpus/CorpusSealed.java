package io.escriba.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.name.Name;
import java.util.Optional;

/**
 * A publication is complete.
 *
 * @param characters code points of the text that was sent
 * @param sha256 of the UTF-8 bytes that were sent, in hexadecimal
 * @param train whether to train a model now; true when absent
 * @param model the model to train; called like the corpus when absent
 * @param spec the {@link io.escriba.training.TrainingSpec} as it was written, read when the job starts
 */
public record CorpusSealed(
        @JsonProperty(required = true) long characters,
        @JsonProperty(required = true) String sha256,
        Optional<Boolean> train,
        Optional<Name> model,
        Optional<JsonNode> spec) {

    public CorpusSealed {
        // Jackson reads a JSON null as a node.
        spec = spec.filter(node -> !node.isNull());
    }

    /** What this record is, as in its {@code ce_type} header. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return CorpusEvents.SEALED;
    }

    /** Whether a model is to be trained now. */
    public boolean trains() {
        return train.orElse(true);
    }
}
