package io.escriba.bench.gateway;

import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Figures of several rounds: a row for each, with its median. */
final class FigureTable {
    private final String title;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(DoubleFunction<String> format, List<Double> values) {}

    /**
     * Without figures yet.
     *
     * @param title of the column that names them
     */
    FigureTable(String title) {
        this.title = title;
    }

    /** What a figure is in the next round, in each of which all figures must be given. */
    void add(String figure, DoubleFunction<String> format, double value) {
        rows.computeIfAbsent(figure, unused -> new Row(format, new ArrayList<>()))
                .values()
                .add(value);
    }

    /** All of it. */
    MarkdownTable table() {
        int rounds = rows.values().stream()
                .mapToInt(row -> row.values().size())
                .max()
                .orElse(0);
        List<String> header = Stream.of(
                        Stream.of(title),
                        IntStream.rangeClosed(1, rounds).mapToObj(round -> "round " + round),
                        Stream.of("median"))
                .flatMap(cells -> cells)
                .toList();
        return new MarkdownTable(
                header,
                rows.entrySet().stream()
                        .map(row -> cells(row.getKey(), row.getValue()))
                        .toList());
    }

    private static List<String> cells(String figure, Row row) {
        Stream<String> values = row.values().stream().map(row.format()::apply);
        String median = row.format().apply(new Samples(row.values()).median());
        return Stream.of(Stream.of(figure), values, Stream.of(median))
                .flatMap(cells -> cells)
                .toList();
    }
}
