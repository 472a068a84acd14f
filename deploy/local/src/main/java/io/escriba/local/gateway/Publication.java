package io.escriba.local.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.name.Name;
import java.util.Optional;

/**
 * The gateway's answer to a published text.
 *
 * @param characters code points that were published
 * @param bytes of their UTF-8 form
 * @param job that trains a model on it, if one does
 */
public record Publication(
        @JsonProperty(required = true) Name name,
        @JsonProperty(required = true) long characters,
        @JsonProperty(required = true) long bytes,
        Optional<String> job) {}
