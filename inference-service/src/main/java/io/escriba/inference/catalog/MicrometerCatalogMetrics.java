package io.escriba.inference.catalog;

import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.TreeMap;

/** The catalog's metrics in Micrometer's registry. */
final class MicrometerCatalogMetrics implements CatalogMetrics {
    private final Meter.MeterProvider<Counter> loads;
    private final MultiGauge versions;
    private final Map<Name, Long> serving = new TreeMap<>();

    MicrometerCatalogMetrics(MeterRegistry registry) {
        loads = Counter.builder("escriba.model.loads")
                .description("Attempts to load a version, by outcome")
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
    public synchronized void serving(ModelVersion version) {
        serving.put(version.name(), version.version());
        publish();
    }

    @Override
    public synchronized void retired(Name name) {
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
