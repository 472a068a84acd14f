package io.escriba.bench.load;

import io.escriba.bench.report.Samples;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * How long something took that was done many times, in milliseconds.
 *
 * @param mean of all
 * @param middle the median
 * @param tail what one of a hundred exceeds
 * @param longest of all
 */
public record Latency(double mean, double middle, double tail, double longest) {
    private static final double MIDDLE = 50;
    private static final double TAIL = 99;
    private static final double NANOS_A_MILLI = 1e6;

    /** That of many times in nanoseconds, at least one. */
    public static Latency of(Histogram nanos) {
        return new Latency(
                nanos.getMean() / NANOS_A_MILLI,
                nanos.getValueAtPercentile(MIDDLE) / NANOS_A_MILLI,
                nanos.getValueAtPercentile(TAIL) / NANOS_A_MILLI,
                nanos.getMaxValue() / NANOS_A_MILLI);
    }

    /** The medians of several rounds, each figure on its own. */
    public static Latency medians(List<Latency> rounds) {
        return new Latency(
                median(rounds, Latency::mean),
                median(rounds, Latency::middle),
                median(rounds, Latency::tail),
                median(rounds, Latency::longest));
    }

    private static double median(List<Latency> rounds, ToDoubleFunction<Latency> figure) {
        return new Samples(rounds.stream().mapToDouble(figure).boxed().toList()).median();
    }
}
