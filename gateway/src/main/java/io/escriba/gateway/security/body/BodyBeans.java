package io.escriba.gateway.security.body;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.OptionalLong;

/** Puts this package together. */
@Singleton
final class BodyBeans {
    @Produces
    @Singleton
    BodyLimits limits(BodyConfig config) {
        return new BodyLimits(
                config.maxJsonBody().asLongValue(),
                config.maxUpload()
                        .map(MemorySize::asLongValue)
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty),
                config.bodyTimeout());
    }

    /** What is wrong with them is known at once. */
    void check(@Observes StartupEvent start, BodyLimits limits) {}

    @Produces
    @Singleton
    Bodies bodies(BodyLimits limits) {
        return new Bodies(limits);
    }

    void close(@Disposes Bodies bodies) {
        bodies.close();
    }
}
