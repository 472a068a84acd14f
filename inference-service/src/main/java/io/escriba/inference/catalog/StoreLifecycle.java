package io.escriba.inference.catalog;

import io.escriba.store.ModelReader;
import io.escriba.store.StoreAvailability;
import io.escriba.store.StoreWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Says at the start if the store of models cannot be read, though nobody may need it yet. */
@Singleton
final class StoreLifecycle {
    private final StoreAvailability availability =
            new StoreAvailability("Models are not loaded until it can be used; it is tried again and again.");

    private final ModelReader reader;
    private final StoreConfig config;
    private volatile Optional<StoreWatch> watch = Optional.empty();

    StoreLifecycle(ModelReader reader, StoreConfig config, MeterRegistry registry) {
        this.reader = reader;
        this.config = config;
        Gauge.builder("escriba.store.away", availability, store -> store.isAway() ? 1 : 0)
                .description("Whether the model store could not be used yet")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        watch = Optional.of(
                StoreWatch.start(reader::checkReadable, availability, "Models are read from " + config.uri() + "."));
    }

    void stop(@Observes ShutdownEvent event) {
        watch.ifPresent(StoreWatch::close);
    }
}
