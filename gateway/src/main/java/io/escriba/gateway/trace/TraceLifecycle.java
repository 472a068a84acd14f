package io.escriba.gateway.trace;

import io.escriba.trace.TraceCollector;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says at the start where traces are to go and nobody takes them. */
@Singleton
final class TraceLifecycle {
    void check(
            @Observes StartupEvent start,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled,
            @ConfigProperty(name = "quarkus.otel.exporter.otlp.endpoint") String endpoint) {
        if (!disabled) {
            TraceCollector.check(endpoint);
        }
    }
}
