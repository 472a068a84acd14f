package io.escriba.local.launcher;

import io.escriba.local.CommandException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Escriba on one machine: starts, feeds, shows and stops it. */
@Command(
        name = "escriba",
        description = "Runs Escriba on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Launcher {
    /** Exit status of a command that could not do what it was told. */
    static final int FAILED = 1;

    private Launcher() {}

    /**
     * Runs one command and ends the process with 0 when it did what it was told, with 1 when it could not, and with 2 when
     * it was not understood.
     *
     * @param args {@code up}, {@code down}, {@code publish} or {@code status}, and its options
     */
    public static void main(String[] args) {
        silenceKafka();
        System.exit(commandLine(Console.standard(), Installation.current()).execute(args));
    }

    static CommandLine commandLine(Console console, Installation installation) {
        // HTTP/1.1, because an upgrade in the middle of an upload helps nobody.
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new CommandLine(new Launcher())
                .addSubcommand(new UpCommand(console, installation, http))
                .addSubcommand(new DownCommand(console))
                .addSubcommand(new PublishCommand(console, http))
                .addSubcommand(new StatusCommand(console, http))
                .setOut(console.out())
                .setErr(console.err())
                .setParameterExceptionHandler((e, given) -> {
                    console.complain(e.getMessage() + " See --help.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, command, given) -> {
                    if (e instanceof CommandException) {
                        console.complain(String.valueOf(e.getMessage()));
                        return FAILED;
                    }
                    throw e;
                });
    }

    /** What Kafka's client has to say of a broker that is not up yet is no news to whoever starts one. */
    private static void silenceKafka() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.setProperty(
                "logging.configuration",
                Objects.requireNonNull(Launcher.class.getResource("logging.properties"))
                        .toString());
    }
}
