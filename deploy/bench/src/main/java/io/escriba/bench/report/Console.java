package io.escriba.bench.report;

import io.escriba.local.CommandException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Where a benchmark speaks: its report goes to standard output, all else to standard error. Both are UTF-8. */
public final class Console implements Progress {
    private static final int FAILED = 1;

    private final PrintStream out = stream(FileDescriptor.out);
    private final PrintStream err = stream(FileDescriptor.err);

    private Console() {}

    /** The console of this process, whose log messages go to standard error from now on. */
    public static Console ofThisProcess() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.setProperty(
                "logging.configuration",
                Objects.requireNonNull(Console.class.getResource("logging.properties"))
                        .toString());
        return new Console();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /**
     * Runs a command of picocli.
     *
     * @return the exit status: the command's, 1 when it said why it cannot go on, 2 when the arguments were not understood
     */
    public int execute(Callable<Integer> command, List<String> arguments) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, given) -> {
                    say(e.getMessage() + " See --help.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, line, given) -> {
                    if (e instanceof CommandException) {
                        say(String.valueOf(e.getMessage()));
                        return FAILED;
                    }
                    throw e;
                })
                .execute(arguments.toArray(String[]::new));
    }

    @Override
    public void say(String sentence) {
        err.println(sentence);
    }

    /**
     * Prints a report.
     *
     * @return the exit status: 0 when every section worked, otherwise 1
     */
    public int print(String title, Environment environment, List<Section> sections) {
        out.println("# " + title + "\n");
        out.print(environment.text());
        sections.forEach(section -> out.print("\n" + section.text()));
        return sections.stream().anyMatch(section -> section.failure().isPresent()) ? FAILED : 0;
    }
}
