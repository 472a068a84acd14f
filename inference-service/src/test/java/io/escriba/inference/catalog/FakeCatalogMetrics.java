package io.escriba.inference.catalog;

import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
final class FakeCatalogMetrics implements CatalogMetrics {
    final List<LoadOutcome> loads = new ArrayList<>();
    final List<String> changes = new ArrayList<>();
    long memory;

    @Override
    public void load(LoadOutcome outcome) {
        loads.add(outcome);
    }

    @Override
    public void serving(ModelVersion version) {
        changes.add(version.toString());
    }

    @Override
    public void memory(long bytes) {
        memory = bytes;
    }

    @Override
    public void stopped(Name name) {
        changes.add("-" + name);
    }
}
