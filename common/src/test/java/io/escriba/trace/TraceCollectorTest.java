package io.escriba.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class TraceCollectorTest {
    @Test
    void isNoProblemWhereSomebodyListens() throws IOException {
        try (ServerSocket collector = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(TraceCollector.problem("http://127.0.0.1:" + collector.getLocalPort()))
                    .isEmpty();
        }
    }

    @Test
    void isMissedWithTheSettingThatSaysWhereItIs() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        assertThat(TraceCollector.problem("http://127.0.0.1:" + port))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains(
                                "http://127.0.0.1:" + port,
                                "Connection refused",
                                "quarkus.otel.exporter.otlp.endpoint"));
    }

    @Test
    void hasAnAddress() {
        assertThat(TraceCollector.problem("collector"))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("quarkus.otel.exporter.otlp.endpoint is 'collector', which is no address"));
        assertThat(TraceCollector.problem("http://a b"))
                .hasValueSatisfying(problem -> assertThat(problem).contains("which is no address"));
    }
}
