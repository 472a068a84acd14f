package io.escriba.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Carries traces from who writes a record to who works on it, in the headers {@code traceparent} and {@code tracestate} (W3C Trace
 * Context, section 3). Where nothing is traced, nothing is carried.
 */
public final class Traces {
    private static final TextMapPropagator HEADERS = W3CTraceContextPropagator.getInstance();

    private Traces() {}

    /** What whoever wrote a record was doing, if that is traced. */
    public static Context of(Headers headers) {
        return HEADERS.extract(Context.root(), headers, new Reading());
    }

    /** Says what is being done now, if that is traced. */
    static void addTo(Headers headers) {
        HEADERS.inject(Context.current(), headers, (none, name, value) -> headers.add(name, value.getBytes(UTF_8)));
    }

    private static final class Reading implements TextMapGetter<Headers> {
        @Override
        public Iterable<String> keys(Headers headers) {
            return List.of(headers.toArray()).stream().map(Header::key).toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
        }
    }
}
