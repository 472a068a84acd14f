package io.escriba.bench.inference;

import org.HdrHistogram.Histogram;

/**
 * What readers counted.
 *
 * @param charactersPerSecond of all streams together
 * @param ended texts that were complete
 * @param failures texts that were not
 * @param gaps between two characters of a text, in nanoseconds
 */
record LoadFigures(double charactersPerSecond, long ended, Failures failures, Histogram gaps) {
    /** Between two characters of a text. */
    Latency gap() {
        return Latency.of(gaps);
    }
}
