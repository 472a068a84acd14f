package io.escriba.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

/** Who makes the spans of a service. */
public final class Tracers {
    private static final String NAME = "io.escriba";

    private Tracers() {}

    /**
     * One that makes none where traces are off. OpenTelemetry's SDK goes on making them when it is disabled, only that it gives
     * them to nobody; their ids would get into headers.
     *
     * @param disabled as {@code quarkus.otel.sdk.disabled} says
     */
    public static Tracer of(OpenTelemetry telemetry, boolean disabled) {
        return (disabled ? OpenTelemetry.noop() : telemetry).getTracer(NAME);
    }
}
