package io.escriba.bench.simulation;

import io.escriba.bench.autoscaler.ScaledObject;
import io.escriba.bench.report.Console;
import io.escriba.bench.report.Environment;
import io.escriba.bench.report.Options;
import io.escriba.bench.simulation.Throughput.Point;
import io.escriba.local.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Simulates up to a million streams, and prints what they take as Markdown. */
@Command(
        name = "simulation",
        description =
                "Simulates many streams with the speeds that were measured: pods, gateways, connections, partitions,"
                        + " money, and what gives out first.",
        mixinStandardHelpOptions = true)
public final class SimulationBenchmark implements Callable<Integer> {
    private static final String SCRIPT = "deploy/bench/simulation";
    private static final String MANIFEST = "deploy/kubernetes/overlays/production/scaling.yaml";
    private static final String SERVICE = "inference.escriba.svc.cluster.local";

    /** Of deploy/kubernetes, and of the inference service by default. */
    private static final int GATEWAYS = 2;

    private static final int ROWS = 256;
    private static final int PLACES = 256 + 1024;

    /** preStop and drain, in seconds. */
    private static final double END = 10 + 45;

    /** That the gateway tells whom it refuses. */
    private static final double RETRY = 1;

    private static final int SECONDS_A_MINUTE = 60;

    private final List<String> arguments;
    private final Console console;

    /** The networks whose speed was measured: see the README of the inference service. */
    private enum Measured {
        GRU_2X256("gru-2x256"),
        LSTM_2X512("lstm-2x512");

        private final String label;

        Measured(String label) {
            this.label = label;
        }

        Throughput throughput() {
            return new Throughput(
                    switch (this) {
                        case GRU_2X256 ->
                            List.of(
                                    new Point(1, 17_416),
                                    new Point(16, 52_889),
                                    new Point(64, 55_643),
                                    new Point(256, 51_472));
                        case LSTM_2X512 ->
                            List.of(
                                    new Point(1, 1_143),
                                    new Point(16, 8_870),
                                    new Point(64, 7_889),
                                    new Point(256, 10_086));
                    });
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Option(
            names = "--streams",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000,10000,100000,1000000",
            description = "Streams at once at the most (default: ${DEFAULT-VALUE}).")
    private List<Integer> streams = List.of();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "gru-2x256",
            description = "Which network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Measured model = Measured.GRU_2X256;

    @Option(
            names = "--pace",
            paramLabel = "N",
            defaultValue = "20",
            description = "Characters a second of each reader (default: ${DEFAULT-VALUE}).")
    private int pace;

    @Option(
            names = "--characters",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Characters of a text in the mean (default: ${DEFAULT-VALUE}).")
    private int characters;

    @Option(
            names = "--rise",
            paramLabel = "MINUTES",
            defaultValue = "20",
            description = "Until the load has risen from a tenth (default: ${DEFAULT-VALUE}).")
    private int rise;

    @Option(
            names = "--start",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Until a new pod takes texts (default: ${DEFAULT-VALUE}).")
    private int start;

    @Option(
            names = "--gateway-streams",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Readers that one gateway has (default: ${DEFAULT-VALUE}).")
    private int gatewayStreams;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "60",
            description = "Bytes that leave for each character (default: ${DEFAULT-VALUE}).")
    private int bytes;

    @Option(
            names = "--trainings",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trainings an hour for each 1,000 readers (default: ${DEFAULT-VALUE}).")
    private double trainings;

    @Option(
            names = "--training-minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "Minutes of each training (default: ${DEFAULT-VALUE}).")
    private int trainingMinutes;

    @Option(
            names = "--processor-hour",
            paramLabel = "DOLLARS",
            defaultValue = "0.04048",
            description = "An hour of a processor (default: ${DEFAULT-VALUE}).")
    private double processor;

    @Option(
            names = "--gib-hour",
            paramLabel = "DOLLARS",
            defaultValue = "0.004445",
            description = "An hour of a GiB (default: ${DEFAULT-VALUE}).")
    private double gib;

    @Option(
            names = "--gigabyte",
            paramLabel = "DOLLARS",
            defaultValue = "0.09",
            description = "A gigabyte that leaves (default: ${DEFAULT-VALUE}).")
    private double gigabyte;

    private SimulationBenchmark(List<String> arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    /**
     * Simulates, and ends the process with 0, or with 2 when the arguments were not understood.
     *
     * @param args options; see {@code --help}
     */
    public static void main(String[] args) {
        Console console = Console.ofThisProcess();
        List<String> arguments = List.of(args);
        System.exit(console.execute(new SimulationBenchmark(arguments, console), arguments));
    }

    @Override
    public Integer call() {
        streams.forEach(count -> Options.atLeast(1, "--streams", count));
        Options.atLeast(1, "--pace", pace);
        Options.atLeast(1, "--characters", characters);
        Options.atLeast(1, "--rise", rise);
        Options.atLeast(1, "--start", start);
        Options.atLeast(1, "--gateway-streams", gatewayStreams);
        Options.atLeast(1, "--bytes", bytes);
        Options.atLeast(1, "--training-minutes", trainingMinutes);
        if (!(trainings > 0)) {
            throw new CommandException("--trainings is " + trainings + ". Use a number above 0.");
        }
        Path root = Path.of(Objects.requireNonNull(System.getProperty("escriba.installation")));
        SimulationPart part = new SimulationPart(
                new SimulationPart.Setting(
                        ScaledObject.read(root.resolve(MANIFEST), "inference"),
                        new Service(model.throughput(), ROWS, PLACES, pace, characters, start, END, RETRY),
                        new Surroundings(gatewayStreams, bytes, trainings, trainingMinutes, trainingMinutes),
                        new Prices(processor, gib, gigabyte),
                        streams,
                        rise * SECONDS_A_MINUTE,
                        GATEWAYS,
                        SERVICE),
                console);
        return console.print(
                "Simulation", Environment.current(SCRIPT, arguments), List.of(part.measure(), part.limits()));
    }
}
