package io.escriba.bench.scaling;

import java.util.List;
import java.util.Locale;

/**
 * How things stand at one time.
 *
 * @param seconds since the beginning
 * @param readers who are reading or waiting for a first character
 * @param values what each query gives
 * @param wanted processes that there are to be
 * @param ready processes that take texts
 * @param middle seconds that the readers waited, in the median, who got their first character since the moment before; 0 for none
 * @param longest seconds of the one who waited longest, those included who wait still
 */
record Moment(double seconds, int readers, List<Double> values, int wanted, int ready, double middle, double longest) {
    /** The names of the columns of {@link #line}. */
    static String header(int values) {
        StringBuilder line = new StringBuilder("seconds,readers");
        for (int i = 1; i <= values; i++) {
            line.append(",query_").append(i);
        }
        return line + ",processes_wanted,processes_ready,wait_median_s,wait_longest_s";
    }

    /** The figures, comma separated. */
    String line() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%.2f,%d", seconds, readers));
        values.forEach(value -> line.append(String.format(Locale.ROOT, ",%.0f", value)));
        return line + String.format(Locale.ROOT, ",%d,%d,%.3f,%.3f", wanted, ready, middle, longest);
    }
}
