package io.escriba.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.name.Name;
import java.net.URI;

/**
 * A version is ready to be served: a value of the topic {@code escriba.models}. Everything it names was written before.
 *
 * @param artifact the directory that holds {@code model.onnx} and {@code manifest.json}
 * @param sha256 of {@code model.onnx}, in hexadecimal
 * @param size of {@code model.onnx} in bytes
 */
public record PublishedModel(
        @JsonProperty(required = true) Name name,
        @JsonProperty(required = true) long version,
        @JsonProperty(required = true) URI artifact,
        @JsonProperty(required = true) String sha256,
        @JsonProperty(required = true) long size,
        @JsonProperty(required = true) Manifest manifest) {
    /** The {@code ce_type} of these records. */
    public static final String TYPE = "io.escriba.model.published.v1";

    /** The {@code ce_type} of the records without a value that retire a model. */
    public static final String RETIRED_TYPE = "io.escriba.model.retired.v1";

    /** What this record is, as in its {@code ce_type} header. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return TYPE;
    }

    /** The model's name and version together. */
    @JsonIgnore
    public ModelVersion modelVersion() {
        return new ModelVersion(name, version);
    }
}
