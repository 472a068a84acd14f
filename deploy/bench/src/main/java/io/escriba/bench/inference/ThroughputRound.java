package io.escriba.bench.inference;

import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Samples;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * So many streams once, in characters a second.
 *
 * @param bare ONNX Runtime with a batch of as many
 * @param escriba all streams together
 * @param libtorch one text by PyTorch
 */
record ThroughputRound(double bare, double escriba, double libtorch) {
    /** The medians of several rounds, each figure on its own. */
    static ThroughputRound medians(List<ThroughputRound> rounds) {
        return new ThroughputRound(
                median(rounds, ThroughputRound::bare),
                median(rounds, ThroughputRound::escriba),
                median(rounds, ThroughputRound::libtorch));
    }

    /** How fast Escriba is, as a multiple of the bare runtime. */
    double ratio() {
        return escriba / bare;
    }

    /** How fast Escriba is, as a multiple of one text by PyTorch. */
    double times() {
        return escriba / libtorch;
    }

    /** The figures as cells of a table. */
    List<String> cells() {
        return List.of(
                Figures.whole(bare),
                Figures.whole(escriba),
                Figures.hundredths(ratio()),
                Figures.whole(libtorch),
                Figures.tenths(times()));
    }

    private static double median(List<ThroughputRound> rounds, ToDoubleFunction<ThroughputRound> figure) {
        return new Samples(rounds.stream().mapToDouble(figure).boxed().toList()).median();
    }
}
