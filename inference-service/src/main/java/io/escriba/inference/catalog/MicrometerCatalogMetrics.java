package io.escriba.inference.catalog;

import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The catalog's metrics in Micrometer's registry. */
final class MicrometerCatalogMetrics implements CatalogMetrics {
    private final Meter.MeterProvider<Counter> loads;
    private final MultiGauge versions;
    private final Map<Name, Long> serving = new TreeMap<>();
    private final AtomicLong memory = new AtomicLong();

    /**
     * The metrics of a catalog of which nothing is loaded.
     *
     * @param memoryBudget bytes
     */
    MicrometerCatalogMetrics(MeterRegistry registry, long memoryBudget) {
        Gauge.builder("escriba.model.memory", memory, AtomicLong::get)
                .description("What the loaded versions take, about, without the state of streams")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        Gauge.builder("escriba.model.memory.budget", () -> memoryBudget)
                .description("What they may take for versions to stay loaded that nobody uses")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        loads = Counter.builder("escriba.model.loads")
                .description("Attempts to load a version, by outcome, and loaded ones that broke")
                .withRegistry(registry);
        versions = MultiGauge.builder("escriba.model.version")
                .description("The version of each model that new streams get")
                .register(registry);
        for (LoadOutcome outcome : LoadOutcome.values()) {
            counter(outcome);
        }
    }

    @Override
    public void load(LoadOutcome outcome) {
        counter(outcome).increment();
    }

    private Counter counter(LoadOutcome outcome) {
        return loads.withTag("outcome", outcome.label());
    }

    @Override
    public void memory(long bytes) {
        memory.set(bytes);
    }

    @Override
    public synchronized void serving(ModelVersion version) {
        serving.put(version.name(), version.version());
        publish();
    }

    @Override
    public synchronized void stopped(Name name) {
        serving.remove(name);
        publish();
    }

    private void publish() {
        versions.register(
                serving.entrySet().stream()
                        .map(model -> MultiGauge.Row.of(
                                Tags.of("model", model.getKey().value()), model.getValue()))
                        .toList(),
                true);
    }
}
