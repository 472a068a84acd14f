package io.escriba.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import org.junit.jupiter.api.Test;

class TracersTest {
    /** As Quarkus has it where it is disabled. */
    private final OpenTelemetry telemetry = OpenTelemetrySdk.builder().build();

    @Test
    void makeNoSpansWhereTracesAreOff() {
        assertThat(isTraced(true)).isFalse();
        assertThat(isTraced(false)).isTrue();
    }

    private boolean isTraced(boolean disabled) {
        return Tracers.of(telemetry, disabled)
                .spanBuilder("any")
                .startSpan()
                .getSpanContext()
                .isValid();
    }
}
