package io.escriba.local.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.model.Metrics;
import io.escriba.name.Name;
import java.util.List;
import java.util.Optional;

/**
 * A model as the gateway describes it.
 *
 * @param versions the newest last
 */
public record ServedModel(
        @JsonProperty(required = true) Name name,
        @JsonProperty(required = true) List<Version> versions) {
    public ServedModel {
        versions = List.copyOf(versions);
    }

    /** One version, and how its training came out. */
    public record Version(
            @JsonProperty(required = true) long version,
            @JsonProperty(required = true) Metrics metrics) {}

    /** The newest version, if any is left. */
    public Optional<Version> newest() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }
}
