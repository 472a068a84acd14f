package io.escriba.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TracesTest {
    /** The example of the specification. */
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static final String SPAN = "b7ad6b7169203331";
    private static final Context TRACED = Context.root()
            .with(Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault())));

    @Test
    void goWithEveryEventThatIsWrittenWhileSomethingIsTraced() {
        Headers headers = TRACED.wrapSupplier(() -> CloudEvents.jsonHeaders("test", "a.b"))
                .get();

        SpanContext carried = Span.fromContext(Traces.of(headers)).getSpanContext();

        assertThat(new String(headers.lastHeader("traceparent").value(), UTF_8))
                .isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
        assertThat(carried.getTraceId()).isEqualTo(TRACE);
        assertThat(carried.getSpanId()).isEqualTo(SPAN);
        assertThat(carried.isRemote()).isTrue();
    }

    @Test
    void leaveEventsAsTheyAreWhereNothingIsTraced() {
        Headers headers = CloudEvents.jsonHeaders("test", "a.b");

        assertThat(headers.lastHeader("traceparent")).isNull();
        assertThat(isTraced(headers)).isFalse();
    }

    @Test
    void beginAnewWhereAHeaderIsNoTrace() {
        assertThat(isTraced(new RecordHeaders().add("traceparent", "nonsense".getBytes(UTF_8))))
                .isFalse();
        assertThat(isTraced(new RecordHeaders().add("traceparent", null))).isFalse();
    }

    private static boolean isTraced(Headers headers) {
        return Span.fromContext(Traces.of(headers)).getSpanContext().isValid();
    }
}
