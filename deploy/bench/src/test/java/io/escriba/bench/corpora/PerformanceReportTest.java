package io.escriba.bench.corpora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceReportTest {
    private static final String WINDOW =
            "1480 records sent, 295.9 records/sec (73.98 MB/sec), 405.3 ms avg latency, 720.0 ms max latency.";
    private static final String TOTAL = "4096 records sent, 301.5 records/sec (75.38 MB/sec), 411.77 ms avg latency,"
            + " 912.00 ms max latency, 402 ms 50th, 610 ms 95th, 801 ms 99th, 911 ms 99.9th.";

    @Test
    void isTheTotalAndNotAPart() {
        PerformanceReport report = PerformanceReport.parse(List.of("Reading payloads", WINDOW, TOTAL));

        assertThat(report).isEqualTo(new PerformanceReport(4096, 75.38));
        assertThat(report.megabytesPerSecond()).isCloseTo(79.0417, within(0.0001));
    }

    @Test
    void showsWhatWasPrintedInstead() {
        assertThatThrownBy(() -> PerformanceReport.parse(List.of("TimeoutException: no broker", WINDOW)))
                .hasMessageContaining("TimeoutException: no broker");
    }
}
