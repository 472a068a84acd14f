package io.escriba.inference.grpc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** What a request may ask for. */
@ConfigMapping(prefix = "escriba.inference")
public interface GrpcConfig {
    /** The most characters of one stream, at least 1. */
    @Min(1)
    @WithDefault("1000000")
    long maxCharacters();
}
