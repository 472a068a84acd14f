package io.escriba.inference.snapshot;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many snapshots are kept. */
@ConfigMapping(prefix = "escriba.inference")
public interface SnapshotConfig {
    /** What kept snapshots of texts, which any gateway may ask for, may take on the heap; 0 keeps none. */
    @WithDefault("32M")
    MemorySize snapshotMemory();
}
