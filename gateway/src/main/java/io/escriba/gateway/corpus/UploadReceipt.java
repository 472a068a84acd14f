package io.escriba.gateway.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The receipt of an upload that had a key: a value of the topic {@code escriba.uploads}, committed together with the
 * text.
 *
 * @param key as the client sent it
 * @param receipt as the client was given it
 */
record UploadReceipt(
        @JsonProperty(required = true) String key,
        @JsonProperty(required = true) Receipt receipt) {
    /** The {@code ce_type} of these records. */
    static final String TYPE = "io.escriba.corpus.uploaded.v1";

    /** What this record is, as in its {@code ce_type} header. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return TYPE;
    }
}
