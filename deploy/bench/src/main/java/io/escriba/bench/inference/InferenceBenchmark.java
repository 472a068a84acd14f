package io.escriba.bench.inference;

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

/** Measures inference, and prints the figures as Markdown. What it is doing, it says on standard error. */
@Command(
        name = "inference",
        description =
                "Measures how fast, how soon and how evenly characters come from the inference service, beside the bare"
                        + " runtime, and what new versions and many streams cost. Without an option that names a part, all but"
                        + " the calls, the precision and the endurance are measured.",
        mixinStandardHelpOptions = true)
public final class InferenceBenchmark implements Callable<Integer> {
    private static final String SCRIPT = "deploy/bench/inference";
    private static final double LEAST_MINUTES = 0.01;
    private static final double SECONDS_A_MINUTE = 60;

    private final List<String> arguments;
    private final Console console;

    @Option(names = "--throughput", description = "Characters a second of many streams.")
    private boolean throughput;

    @Option(names = "--first-character", description = "The time to the first character.")
    private boolean firstCharacter;

    @Option(names = "--between", description = "The time between characters of one stream.")
    private boolean between;

    @Option(names = "--swap", description = "What new versions do to running streams.")
    private boolean swap;

    @Option(names = "--many", description = "The memory of many streams.")
    private boolean many;

    @Option(names = "--start", description = "The time until a process serves a model.")
    private boolean start;

    @Option(names = "--calls", description = "Characters a second of calls that write several of each text.")
    private boolean calls;

    @Option(
            names = "--characters-per-call",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4,8,16",
            description = "How many, for --calls (default: ${DEFAULT-VALUE}).")
    private List<Integer> charactersPerCall = List.of();

    @Option(names = "--precision", description = "The bare runtime with weights of int8, as the service makes them.")
    private boolean precision;

    @Option(
            names = "--endurance",
            paramLabel = "MINUTES",
            defaultValue = "0",
            description = "Readers who come and go for so long, which may be a fraction.")
    private double endurance;

    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "gru-2x256,lstm-2x512",
            description =
                    "Which networks: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). The memory of many streams and"
                            + " the endurance are those of the first.")
    private List<Network> networks = List.of();

    @Option(
            names = "--streams",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,16,64,256",
            description = "How many streams at once, for the throughput and the precision, or texts for the calls"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> streams = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of ONNX Runtime, on both sides (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long each side is measured in each round (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often everything is measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--texts",
            paramLabel = "N",
            defaultValue = "200",
            description = "Texts of each prompt in each round, for the first character (default: ${DEFAULT-VALUE}).")
    private int texts;

    @Option(
            names = "--versions",
            paramLabel = "N",
            defaultValue = "20",
            description = "New versions in each round, one a second (default: ${DEFAULT-VALUE}).")
    private int versions;

    @Option(
            names = "--crowd",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Streams whose memory is measured (default: ${DEFAULT-VALUE}).")
    private int crowd;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where temporary directories are made (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("");

    private InferenceBenchmark(List<String> arguments, Console console) {
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
        System.exit(console.execute(new InferenceBenchmark(arguments, console), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        streams.forEach(count -> Options.atLeast(1, "--streams", count));
        charactersPerCall.forEach(count -> Options.atLeast(1, "--characters-per-call", count));
        Options.atLeast(1, "--threads", threads);
        Options.atLeast(1, "--seconds", seconds);
        Options.atLeast(1, "--rounds", rounds);
        Options.atLeast(1, "--texts", texts);
        Options.atLeast(1, "--versions", versions);
        Options.atLeast(2, "--crowd", crowd);
        if (endurance != 0 && !(endurance >= LEAST_MINUTES)) {
            throw new CommandException("--endurance is " + endurance + ". Use " + LEAST_MINUTES + " or more.");
        }
        List<Section> sections = new ArrayList<>();
        for (Part part : parts()) {
            sections.add(part.measure());
        }
        return console.print("Inference", Environment.current(SCRIPT, arguments), sections);
    }

    private List<Part> parts() {
        List<RandomModel> models = networks.stream().map(RandomModel::of).toList();
        Setting setting = new Setting(directory, threads, Duration.ofSeconds(seconds), rounds, console);
        boolean all = !(throughput
                || firstCharacter
                || between
                || swap
                || many
                || start
                || calls
                || precision
                || endurance > 0);
        List<Part> parts = new ArrayList<>();
        if (all || throughput) {
            parts.add(new ThroughputPart(models, streams, setting));
        }
        if (all || firstCharacter) {
            parts.add(new FirstCharacterPart(models, texts, setting));
        }
        if (all || between) {
            parts.add(new BetweenPart(models, setting));
        }
        if (all || swap) {
            parts.add(new SwapPart(models, versions, setting));
        }
        if (all || many) {
            parts.add(new ManyPart(models.get(0), crowd, setting));
        }
        if (all || start) {
            parts.add(new StartPart(setting));
        }
        if (calls) {
            parts.add(new CallsPart(models, streams, charactersPerCall, setting));
        }
        if (precision) {
            parts.add(new PrecisionPart(models, streams, setting));
        }
        if (endurance > 0) {
            Duration time = Duration.ofMillis(Math.round(endurance * SECONDS_A_MINUTE * 1000));
            parts.add(new EndurancePart(models.get(0), time, setting));
        }
        return parts;
    }
}
