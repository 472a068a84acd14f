package io.escriba.bench.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * On what a benchmark ran.
 *
 * @param command the line that runs it again, for a shell
 * @param processors that this process may use
 */
public record Environment(String command, String jdk, String system, int processors) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /**
     * Where this process runs.
     *
     * @param script that started it, from the root of the checkout
     * @param arguments that it was given
     */
    public static Environment current(String script, List<String> arguments) {
        return new Environment(
                Stream.concat(Stream.of(script), arguments.stream().map(Environment::quoted))
                        .collect(Collectors.joining(" ")),
                property("java.vm.name") + " " + property("java.runtime.version") + " (" + property("java.vendor")
                        + ")",
                property("os.name") + " " + property("os.version") + " " + property("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }

    /** The environment as Markdown. */
    public String text() {
        return "- Command: `" + command + "`\n- JDK: " + jdk + "\n- System: " + system + "\n- Processors: " + processors
                + "\n";
    }

    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
