package io.escriba.bench.corpora;

import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Samples;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One text once through the gateway, and as many bytes once through Kafka's own producer. Megabytes are 1,000,000 bytes.
 *
 * @param upload megabytes a second through the gateway
 * @param kafka megabytes a second through Kafka's producer
 * @param statistics seconds from the gateway's answer until the statistics show the whole text
 */
record Round(double upload, double kafka, double statistics) {
    /** The medians of several rounds, each figure on its own. */
    static Round medians(List<Round> rounds) {
        return new Round(
                median(rounds, Round::upload), median(rounds, Round::kafka), median(rounds, Round::statistics));
    }

    /** How fast the upload is, as a multiple of Kafka's producer. */
    double ratio() {
        return upload / kafka;
    }

    /** The figures as cells of a table. */
    List<String> cells() {
        return List.of(
                Figures.tenths(upload),
                Figures.tenths(kafka),
                Figures.hundredths(ratio()),
                Figures.hundredths(statistics));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return new Samples(rounds.stream().mapToDouble(figure).boxed().toList()).median();
    }
}
