package io.escriba.bench.gateway;

import io.escriba.bench.model.Network;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Console;
import io.escriba.bench.report.Environment;
import io.escriba.bench.report.Options;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import io.escriba.local.CommandException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the gateway, and prints the figures as Markdown. What it is doing, it says on standard error. */
@Command(
        name = "gateway",
        description =
                "Measures how evenly and how fast characters reach readers over HTTP, what a reader costs who stops"
                        + " reading, and what readers notice of processes that end. Without an option that names a part, all are"
                        + " measured.",
        mixinStandardHelpOptions = true)
public final class GatewayBenchmark implements Callable<Integer> {
    private static final String SCRIPT = "deploy/bench/gateway";
    private static final double LEAST_PACE = 0.1;

    private final List<String> arguments;
    private final Console console;

    @Option(names = "--readers", description = "How evenly characters reach many readers, and what these cost.")
    private boolean readers;

    @Option(names = "--throughput", description = "Characters a second, beside those over gRPC.")
    private boolean throughput;

    @Option(names = "--stopped", description = "What readers cost who stop reading.")
    private boolean stopped;

    @Option(names = "--failover", description = "How long readers wait when processes end.")
    private boolean failover;

    @Option(
            names = "--crowd",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Readers, for --readers (default: ${DEFAULT-VALUE}).")
    private int crowd;

    @Option(
            names = "--pace",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Characters a second of each reader, for --readers, and of the others, for --stopped (default:"
                            + " ${DEFAULT-VALUE}).")
    private double pace;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "Texts at once, for --throughput, and of the others, for --stopped (default: ${DEFAULT-VALUE}).")
    private int streams;

    @Option(
            names = "--stopped-readers",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many stop reading, for --stopped (default: ${DEFAULT-VALUE}).")
    private int stoppedReaders;

    @Option(
            names = "--stopped-characters",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Characters of the text of each of them (default: ${DEFAULT-VALUE}).")
    private int stoppedCharacters;

    @Option(
            names = "--stop-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "For how long they stop (default: ${DEFAULT-VALUE}).")
    private int stopSeconds;

    @Option(
            names = "--failover-readers",
            paramLabel = "N",
            defaultValue = "50",
            description = "Readers, for --failover (default: ${DEFAULT-VALUE}).")
    private int failoverReaders;

    @Option(
            names = "--failover-characters",
            paramLabel = "N",
            defaultValue = "300",
            description = "Characters that each of them has when something ends (default: ${DEFAULT-VALUE}).")
    private int failoverCharacters;

    @Option(
            names = "--failover-pace",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Characters a second of each of them; 0 for as fast as they come (default: ${DEFAULT-VALUE}).")
    private double failoverPace;

    @Option(
            names = "--away-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long no inference process runs before one is started (default: ${DEFAULT-VALUE}).")
    private int awaySeconds;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "gru-2x256",
            description = "Which network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Network network = Network.GRU_2X256;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of ONNX Runtime in each inference process (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long everything is measured in each round (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often everything is measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where temporary directories are made (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("");

    private GatewayBenchmark(List<String> arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    /**
     * Measures, and ends the process with 0 when everything worked, with 1 when something did not, and with 2 when the
     * arguments were not understood.
     *
     * @param args options; see {@code --help}
     */
    public static void main(String[] args) {
        Console console = Console.ofThisProcess();
        List<String> arguments = List.of(args);
        System.exit(console.execute(new GatewayBenchmark(arguments, console), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Options.atLeast(1, "--crowd", crowd);
        Options.atLeast(1, "--streams", streams);
        Options.atLeast(1, "--stopped-readers", stoppedReaders);
        Options.atLeast(1, "--stopped-characters", stoppedCharacters);
        Options.atLeast(1, "--stop-seconds", stopSeconds);
        Options.atLeast(2, "--failover-readers", failoverReaders);
        Options.atLeast(1, "--failover-characters", failoverCharacters);
        Options.atLeast(1, "--away-seconds", awaySeconds);
        Options.atLeast(1, "--threads", threads);
        Options.atLeast(1, "--seconds", seconds);
        Options.atLeast(1, "--rounds", rounds);
        requirePace("--pace", pace);
        if (failoverPace != 0) {
            requirePace("--failover-pace", failoverPace);
        }
        List<Section> sections = new ArrayList<>();
        for (Part part : parts()) {
            sections.add(part.measure());
        }
        return console.print("Gateway", Environment.current(SCRIPT, arguments), sections);
    }

    private static void requirePace(String option, double pace) {
        if (!(pace >= LEAST_PACE)) {
            throw new CommandException(option + " is " + pace + ". Use " + LEAST_PACE + " or more.");
        }
    }

    private List<Part> parts() {
        RandomModel model = RandomModel.of(network);
        Setting setting = new Setting(directory, threads, Duration.ofSeconds(seconds), rounds, console);
        boolean all = !(readers || throughput || stopped || failover);
        List<Part> parts = new ArrayList<>();
        if (all || readers) {
            parts.add(new ReadersPart(model, crowd, pace, setting));
        }
        if (all || throughput) {
            parts.add(new ThroughputPart(model, streams, setting));
        }
        if (all || stopped) {
            Duration stop = Duration.ofSeconds(stopSeconds);
            parts.add(new StoppedPart(
                    model, new StoppedPart.Numbers(stoppedReaders, stop, stoppedCharacters, streams, pace), setting));
        }
        if (all || failover) {
            Duration away = Duration.ofSeconds(awaySeconds);
            parts.add(new FailoverPart(
                    model, new FailoverPart.Numbers(failoverReaders, failoverCharacters, failoverPace, away), setting));
        }
        return parts;
    }
}
