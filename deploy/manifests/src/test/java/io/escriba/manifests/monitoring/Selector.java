package io.escriba.manifests.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus selects: a metric, and what must stand in its labels.
 *
 * @param labels {@code NAME="VALUE"}, or {@code NAME="} where several values will do
 */
public record Selector(String metric, List<String> labels) {
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern DURATION = Pattern.compile("\\[[^]]*]");
    /** A name that is no part of a number and no function. */
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w.\"])([a-zA-Z_:][\\w:]*)\\b(?!\\s*\\()(?:\\s*\\{([^}]*)})?");

    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=|!=|=~|!~)\\s*\"([^\"]*)\"");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

    public Selector {
        labels = List.copyOf(labels);
    }

    /** All that are in an expression. */
    static List<Selector> in(String expression) {
        String bare =
                DURATION.matcher(GROUPING.matcher(expression).replaceAll(" ")).replaceAll(" ");
        return SELECTOR.matcher(bare)
                .results()
                .filter(found -> !OPERATORS.contains(found.group(1)))
                .map(Selector::of)
                .toList();
    }

    private static Selector of(MatchResult found) {
        List<String> labels = new ArrayList<>();
        if (found.group(2) != null) {
            Matcher matcher = MATCHER.matcher(found.group(2));
            while (matcher.find()) {
                String value = matcher.group(2).equals("=") ? matcher.group(3) + "\"" : "";
                labels.add(matcher.group(1) + "=\"" + value);
            }
        }
        return new Selector(found.group(1), labels);
    }

    /** Whether a service that shows these metrics, as Prometheus reads them, has something of the kind. */
    public boolean isIn(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .anyMatch(line -> labels.stream().allMatch(line::contains));
    }

    @Override
    public String toString() {
        return metric + labels;
    }
}
