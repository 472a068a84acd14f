package io.escriba.inference.catalog;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many versions stay loaded, when requests should come here, and what happens to them at the end. */
@ConfigMapping(prefix = "escriba.inference")
public interface CatalogConfig {
    /**
     * What all loaded versions together may take, as it is estimated, for those to stay loaded that neither serve nor have
     * streams; with 0 they are closed at once. What is in use is not limited by it.
     */
    @WithDefault("512M")
    MemorySize memoryBudget();

    /**
     * Whether this process is ready before a model serves: at once if none has been published yet, otherwise when those
     * that have been were tried once, whatever came of it.
     */
    @WithDefault("true")
    boolean readyWithoutModel();

    /** How long running streams may go on when the process is told to stop. */
    @WithDefault("45s")
    Duration drain();
}
