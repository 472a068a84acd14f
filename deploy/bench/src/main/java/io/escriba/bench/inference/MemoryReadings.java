package io.escriba.bench.inference;

import io.escriba.bench.report.Samples;
import java.util.List;

/**
 * What a process had of memory at equal intervals.
 *
 * @param bytes at least 4
 */
record MemoryReadings(List<Double> bytes) {
    private static final int QUARTERS = 4;

    MemoryReadings {
        bytes = List.copyOf(bytes);
        if (bytes.size() < QUARTERS) {
            throw new IllegalArgumentException(
                    "Of " + bytes.size() + " readings there are no quarters. Measure for longer.");
        }
    }

    /** The median of the first quarter. */
    double first() {
        return new Samples(bytes.subList(0, bytes.size() / QUARTERS)).median();
    }

    /** The median of the last quarter. */
    double last() {
        return new Samples(bytes.subList(bytes.size() - bytes.size() / QUARTERS, bytes.size())).median();
    }

    /** The last quarter as a multiple of the first. */
    double growth() {
        return last() / first();
    }
}
