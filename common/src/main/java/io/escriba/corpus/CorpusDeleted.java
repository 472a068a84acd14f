package io.escriba.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A corpus restarts empty. Its record says nothing else: the key names the corpus. */
public record CorpusDeleted() {
    /** What this record is, as in its {@code ce_type} header. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return CorpusEvents.DELETED;
    }
}
