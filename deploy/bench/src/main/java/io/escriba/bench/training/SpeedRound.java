package io.escriba.bench.training;

import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Samples;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One preset once in a bare loop and once in Escriba's. Characters are those that are predicted.
 *
 * @param bare characters a second
 * @param escriba characters a second
 * @param validationLoss that Escriba reached, in nats per character
 */
record SpeedRound(double bare, double escriba, double validationLoss) {
    /** The medians of several rounds of one preset, each figure on its own. */
    static SpeedRound medians(List<SpeedRound> rounds) {
        return new SpeedRound(
                median(rounds, SpeedRound::bare),
                median(rounds, SpeedRound::escriba),
                median(rounds, SpeedRound::validationLoss));
    }

    /** How fast Escriba is, as a multiple of the bare loop. */
    double ratio() {
        return escriba / bare;
    }

    /** The figures as cells of a table. */
    List<String> cells() {
        return List.of(
                Figures.whole(bare),
                Figures.whole(escriba),
                Figures.hundredths(ratio()),
                Figures.thousandths(validationLoss));
    }

    private static double median(List<SpeedRound> rounds, ToDoubleFunction<SpeedRound> figure) {
        return new Samples(rounds.stream().mapToDouble(figure).boxed().toList()).median();
    }
}
