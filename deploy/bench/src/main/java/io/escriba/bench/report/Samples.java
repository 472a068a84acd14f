package io.escriba.bench.report;

import java.util.List;

/**
 * The same figure, measured several times.
 *
 * @param values one or more
 */
public record Samples(List<Double> values) {
    public Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured, and of nothing there is no median.");
        }
    }

    /** The middle one in the order of size; of an even number, the mean of the two in the middle. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
