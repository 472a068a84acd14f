package io.escriba.bench.load;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What readers counted.
 *
 * @param charactersPerSecond of all streams together
 * @param ended texts that were complete
 * @param failures texts that were not
 * @param gaps between two characters of a text, in nanoseconds
 */
public record LoadFigures(double charactersPerSecond, long ended, Failures failures, Histogram gaps) {
    /** Those of several rounds, equally long. */
    public static LoadFigures together(List<LoadFigures> rounds) {
        Histogram gaps = new Histogram(rounds.get(0).gaps().getNumberOfSignificantValueDigits());
        rounds.forEach(round -> gaps.add(round.gaps()));
        return new LoadFigures(
                rounds.stream()
                        .mapToDouble(LoadFigures::charactersPerSecond)
                        .average()
                        .orElseThrow(),
                rounds.stream().mapToLong(LoadFigures::ended).sum(),
                rounds.stream().map(LoadFigures::failures).reduce(Failures.NONE, Failures::and),
                gaps);
    }

    /** Between two characters of a text. */
    public Latency gap() {
        return Latency.of(gaps);
    }
}
