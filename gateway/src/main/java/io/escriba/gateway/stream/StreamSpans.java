package io.escriba.gateway.stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;

/** Keeps the ids of streams out of traces, as whoever has an id can read the stream: of each, a trace has as much as the log. */
@Singleton
final class StreamSpans implements SpanProcessor {
    private static final String STREAMS = "/api/streams/";
    /** As OpenTelemetry's conventions name the path of a request. */
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        String path = span.getAttribute(PATH);
        if (path != null && path.startsWith(STREAMS)) {
            String id = path.substring(STREAMS.length());
            span.setAttribute(PATH, STREAMS + StreamIds.subject(id).id());
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
