package io.escriba.inference.grpc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What a request may ask for. */
@ConfigMapping(prefix = "escriba.inference")
public interface GrpcConfig {
    /** The most characters of one stream, at least 1. */
    @Min(1)
    @WithDefault("1000000")
    long maxCharacters();

    /** The most characters of a prompt, 1 to 1,000,000. */
    @Min(1)
    @Max(1_000_000)
    @WithDefault("100000")
    int maxPromptCharacters();

    /** The most characters of a text that is scored in one call, 1 to 1,000,000. */
    @Min(1)
    @Max(1_000_000)
    @WithDefault("100000")
    int maxScoredCharacters();
}
