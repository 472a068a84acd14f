package io.escriba.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of Markdown (GitHub Flavored Markdown, section 4.10), its columns padded so that it is one to the eye too.
 *
 * @param header the names of the columns
 * @param rows as many cells each as there are columns
 */
public record MarkdownTable(List<String> header, List<List<String>> rows) {
    /** The line below the header takes three hyphens at least. */
    private static final int NARROWEST = 3;

    public MarkdownTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "A row has " + row.size() + " cells " + row + ", and there are " + header.size() + " columns.");
            }
        }
    }

    /** The table, a line feed after every line. */
    public String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(escaped(header));
        rows.forEach(row -> lines.add(escaped(row)));
        int[] widths = IntStream.range(0, header.size())
                .map(column -> Math.max(
                        NARROWEST,
                        lines.stream()
                                .mapToInt(line -> length(line.get(column)))
                                .max()
                                .orElseThrow()))
                .toArray();
        lines.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> cells.get(column) + " ".repeat(widths[column] - length(cells.get(column))))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static List<String> escaped(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replaceAll("\\R", " "))
                .toList();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
