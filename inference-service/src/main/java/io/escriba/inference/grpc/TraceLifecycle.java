package io.escriba.inference.grpc;

import io.escriba.trace.TraceCollector;
import io.escriba.trace.Tracers;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes spans if they are wanted, and says at the start where they are to go and nobody takes them. */
@Singleton
final class TraceLifecycle {
    @Produces
    @Singleton
    Tracer tracer(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        return Tracers.of(telemetry, disabled);
    }

    void check(
            @Observes StartupEvent start,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled,
            @ConfigProperty(name = "quarkus.otel.exporter.otlp.endpoint") String endpoint) {
        if (!disabled) {
            TraceCollector.check(endpoint);
        }
    }
}
