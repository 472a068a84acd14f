package io.escriba.bench.scaling;

import io.escriba.bench.autoscaler.ScaledObject;
import io.escriba.bench.model.Network;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.reader.Order;
import io.escriba.bench.report.Console;
import io.escriba.bench.report.Environment;
import io.escriba.bench.report.Options;
import io.escriba.local.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows processes that come and go with the load, and prints the figures as Markdown. */
@Command(
        name = "scaling",
        description =
                "Starts and stops inference processes by the rule and the queries of production, while the load rises"
                        + " and falls through the gateway, and draws how many there were and how long readers waited.",
        mixinStandardHelpOptions = true)
public final class ScalingBenchmark implements Callable<Integer> {
    private static final String SCRIPT = "deploy/bench/scaling";
    private static final String MANIFEST = "deploy/kubernetes/overlays/production/scaling.yaml";
    private static final String SCALED = "inference";

    /** More of them make messages larger, so that fewer characters are written ahead of their readers. */
    private static final int CANDIDATES = 5;

    private final List<String> arguments;
    private final Console console;

    @Option(
            names = "--load",
            paramLabel = "SECONDS:READERS,...",
            defaultValue = "0:40,20:40,40:350,90:350,130:40",
            description = "How many readers there are to be over time (default: ${DEFAULT-VALUE}).")
    private String load = "";

    @Option(
            names = "--least",
            paramLabel = "N",
            defaultValue = "1",
            description = "Fewest processes (default: ${DEFAULT-VALUE}).")
    private int least;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "4",
            description = "Most processes (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--smaller",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many times as few streams a process has place for as in production (default:"
                    + " ${DEFAULT-VALUE}).")
    private int smaller;

    @Option(
            names = "--faster",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many times as fast the autoscaler's time runs (default: ${DEFAULT-VALUE}).")
    private int faster;

    @Option(
            names = "--characters",
            paramLabel = "N",
            defaultValue = "600",
            description = "Characters of each text (default: ${DEFAULT-VALUE}).")
    private int characters;

    @Option(
            names = "--pace",
            paramLabel = "N",
            defaultValue = "15",
            description = "Characters a second of each reader (default: ${DEFAULT-VALUE}).")
    private int pace;

    @Option(
            names = "--compared",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many texts are read once more (default: ${DEFAULT-VALUE}).")
    private int compared;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "gru-2x256",
            description = "Which network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Network network = Network.GRU_2X256;

    @Option(
            names = "--out",
            paramLabel = "NAME",
            defaultValue = "scaling",
            description = "Where NAME.csv and NAME.png are written (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where temporary directories are made (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("");

    private ScalingBenchmark(List<String> arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    /**
     * Measures, and ends the process with 0 when every text was complete, with 1 when something did not work, and with 2 when the
     * arguments were not understood.
     *
     * @param args options; see {@code --help}
     */
    public static void main(String[] args) {
        // The picture is drawn where there is no screen, too.
        System.setProperty("java.awt.headless", "true");
        Console console = Console.ofThisProcess();
        List<String> arguments = List.of(args);
        System.exit(console.execute(new ScalingBenchmark(arguments, console), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Options.atLeast(1, "--least", least);
        Options.atLeast(least, "--most", most);
        Options.atLeast(1, "--smaller", smaller);
        Options.atLeast(1, "--faster", faster);
        Options.atLeast(1, "--characters", characters);
        Options.atLeast(1, "--pace", pace);
        Options.atLeast(0, "--compared", compared);
        Path root = Path.of(Objects.requireNonNull(System.getProperty("escriba.installation")));
        RandomModel model = RandomModel.of(network);
        Plan plan = new Plan(
                ScaledObject.read(root.resolve(MANIFEST), SCALED),
                least,
                most,
                smaller,
                faster,
                profile(),
                new Order(model, characters, pace, OptionalInt.of(CANDIDATES)),
                compared,
                out,
                directory,
                console);
        return console.print(
                "Scaling", Environment.current(SCRIPT, arguments), List.of(new ScalingPart(plan).measure()));
    }

    private LoadProfile profile() {
        try {
            return LoadProfile.parse(load);
        } catch (IllegalArgumentException e) {
            throw new CommandException("--load: " + e.getMessage(), e);
        }
    }
}
