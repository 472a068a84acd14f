package io.escriba.bench.training;

import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Samples;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One preset once in a bare loop and once in Escriba's. Characters are those that are predicted.
 *
 * @param bare characters a second; empty where there is no bare network of the architecture
 * @param escriba characters a second
 * @param validationLoss that Escriba reached, in nats per character
 */
record SpeedRound(Optional<Double> bare, double escriba, double validationLoss) {
    private static final String NONE = "none";

    /** The medians of several rounds of one preset, each figure on its own. */
    static SpeedRound medians(List<SpeedRound> rounds) {
        return new SpeedRound(
                rounds.get(0)
                        .bare()
                        .map(first -> median(rounds, round -> round.bare().orElse(first))),
                median(rounds, SpeedRound::escriba),
                median(rounds, SpeedRound::validationLoss));
    }

    /** How fast Escriba is, as a multiple of the bare loop. */
    Optional<Double> ratio() {
        return bare.map(speed -> escriba / speed);
    }

    /** The figures as cells of a table. */
    List<String> cells() {
        return List.of(
                bare.map(Figures::whole).orElse(NONE),
                Figures.whole(escriba),
                ratio().map(Figures::hundredths).orElse(NONE),
                Figures.thousandths(validationLoss));
    }

    private static double median(List<SpeedRound> rounds, ToDoubleFunction<SpeedRound> figure) {
        return new Samples(rounds.stream().mapToDouble(figure).boxed().toList()).median();
    }
}
