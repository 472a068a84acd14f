package io.escriba.bench.corpora;

import io.escriba.bench.report.Figures;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Kafka's {@code ProducerPerformance} prints at its end.
 *
 * @param records that the broker has acknowledged
 * @param mebibytesPerSecond which it calls MB/sec, from its first record to the last acknowledgement
 */
record PerformanceReport(long records, double mebibytesPerSecond) {
    /** Only the last line has percentiles; those before it are of five seconds each. */
    private static final Pattern TOTAL =
            Pattern.compile("(\\d+) records sent, [\\d.]+ records/sec \\(([\\d.]+) MB/sec\\), .* 99\\.9th\\.");

    /**
     * Reads the report.
     *
     * @param lines of all that the program printed
     * @throws IllegalArgumentException when there is none among them
     */
    static PerformanceReport parse(List<String> lines) {
        return lines.stream()
                .map(TOTAL::matcher)
                .filter(Matcher::matches)
                .map(line -> new PerformanceReport(Long.parseLong(line.group(1)), Double.parseDouble(line.group(2))))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "ProducerPerformance printed no report, but: " + String.join("\n", lines)));
    }

    /** Megabytes, which are 1,000,000 bytes, a second. */
    double megabytesPerSecond() {
        return Figures.megabytes(mebibytesPerSecond);
    }
}
