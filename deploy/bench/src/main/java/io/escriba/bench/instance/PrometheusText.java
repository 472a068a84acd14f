package io.escriba.bench.instance;

import java.util.DoubleSummaryStatistics;
import java.util.OptionalDouble;

/** Figures in Prometheus's text format. */
final class PrometheusText {
    private PrometheusText() {}

    /**
     * The sum of a metric over all series with a label.
     *
     * @param label as it stands in the text, such as {@code area="heap"}
     * @return empty when there is no such series
     */
    static OptionalDouble sum(String text, String metric, String label) {
        DoubleSummaryStatistics values = text.lines()
                .filter(line -> line.startsWith(metric + "{"))
                .filter(line -> labelsOf(line).contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf('}') + 1)))
                .summaryStatistics();
        return values.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(values.getSum());
    }

    /**
     * The value of a metric without labels.
     *
     * @return empty when there is no such metric
     */
    static OptionalDouble value(String text, String metric) {
        return text.lines()
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length())))
                .findFirst();
    }

    private static String labelsOf(String line) {
        return line.substring(line.indexOf('{') + 1, line.lastIndexOf('}'));
    }
}
