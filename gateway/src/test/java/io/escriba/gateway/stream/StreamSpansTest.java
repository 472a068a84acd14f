package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

final class StreamSpansTest {
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    private final Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(new StreamSpans())
            .build()
            .get("test");

    @Test
    void tellOnlyTheBeginningOfAnId() {
        assertThat(recorded("/api/streams/0123456789abcdefghij")).isEqualTo("/api/streams/0123456789a");
    }

    @Test
    void leaveOtherPathsAsTheyAre() {
        assertThat(recorded("/api/corpora/a-name-that-is-rather-long"))
                .isEqualTo("/api/corpora/a-name-that-is-rather-long");
        assertThat(recorded("/api/streams")).isEqualTo("/api/streams");
    }

    private String recorded(String path) {
        ReadableSpan span = (ReadableSpan)
                tracer.spanBuilder("GET").setAttribute(PATH, path).startSpan();
        return span.toSpanData().getAttributes().get(PATH);
    }
}
