package io.escriba.bench.instance;

import io.escriba.local.CommandException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code jcmd PID GC.class_histogram} counts: the objects that are alive at one moment, after a full collection. The JVM's
 * own figure of used heap also has what was allocated since the last collection, however short that is ago.
 */
final class LiveObjects {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*");

    private LiveObjects() {}

    /** The bytes of all of them. */
    static long bytes(List<String> histogram) {
        return histogram.stream()
                .map(TOTAL::matcher)
                .filter(Matcher::matches)
                .mapToLong(total -> Long.parseLong(total.group(1)))
                .findFirst()
                .orElseThrow(() -> new CommandException("jcmd GC.class_histogram gives no total: "
                        + histogram.stream().limit(3).toList()));
    }
}
