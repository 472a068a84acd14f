package io.escriba.inference.session;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How models run. */
@ConfigMapping(prefix = "escriba.inference")
public interface SessionConfig {
    /** Threads that compute one step of one model, 1 to 256. More help large networks only. */
    @Min(1)
    @Max(256)
    @WithDefault("1")
    int threads();

    /** What models are computed on: {@code cpu}, {@code cuda}, or {@code auto}, which takes CUDA where it can be used. */
    @WithDefault("auto")
    Device device();

    /**
     * What the state of running streams may take outside the heap, all models together. It limits how many of them run at
     * once, and the JVM's {@code -XX:MaxDirectMemorySize} must be larger.
     */
    @WithDefault("512M")
    MemorySize stateMemory();
}
