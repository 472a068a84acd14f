package io.escriba.inference.catalog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When requests should come here, and what happens to them at the end. */
@ConfigMapping(prefix = "escriba.inference")
public interface CatalogConfig {
    /** Whether this process is ready when no model has been published yet, or none that can be loaded. */
    @WithDefault("true")
    boolean readyWithoutModel();

    /** How long running streams may go on when the process is told to stop. */
    @WithDefault("45s")
    Duration drain();
}
