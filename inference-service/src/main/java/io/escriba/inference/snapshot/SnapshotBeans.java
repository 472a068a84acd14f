package io.escriba.inference.snapshot;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts this package together. */
@Singleton
final class SnapshotBeans {
    @Produces
    @Singleton
    KeptSnapshots snapshots(SnapshotConfig config) {
        return new KeptSnapshots(config.snapshotMemory().asLongValue());
    }
}
