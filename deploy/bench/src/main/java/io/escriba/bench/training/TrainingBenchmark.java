package io.escriba.bench.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.bench.report.Console;
import io.escriba.bench.report.Environment;
import io.escriba.bench.report.Options;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.json.Json;
import io.escriba.local.CommandException;
import io.escriba.trainer.dataset.CorpusTooShortException;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.training.TrainingDefaults;
import io.escriba.training.InvalidSpecException;
import io.escriba.training.Presets;
import io.escriba.training.TrainingSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures training, and prints the figures as Markdown. What it is doing, it says on standard error. */
@Command(
        name = "training",
        description =
                "Measures how fast presets learn a text, beside a bare loop on the same engine; or, with --quality,"
                        + " --memory or --jobs, how good the trainer's own choice is in some time, how much memory training takes,"
                        + " and what else a job takes than its training.",
        mixinStandardHelpOptions = true)
public final class TrainingBenchmark implements Callable<Integer> {
    private static final String SCRIPT = "deploy/bench/training";

    /** Stands for every preset of a name of its own. */
    private static final String ALL_PRESETS = "all";

    /** A network that the trainer chooses for minutes; for as many steps it would choose one for hours. */
    private static final Map<String, Object> LONG_JOB =
            Map.of("hiddenSize", 384, "layers", 1, "sequenceLength", 64, "batchSize", 32);

    /** So small that what is left behind by a job would soon be more than it. */
    private static final Map<String, Object> SMALL_JOB = Map.of("hiddenSize", 64, "layers", 1, "steps", 50);

    private final List<String> arguments;
    private final Console console;

    @Parameters(paramLabel = "CORPUS", description = "UTF-8 text to learn.")
    private Path corpus = Path.of("");

    @Option(
            names = "--presets",
            paramLabel = "NAME",
            split = ",",
            defaultValue = ALL_PRESETS,
            description = "Which presets; " + ALL_PRESETS + " are all but " + Presets.AUTO
                    + ", which is the trainer's own choice (default: ${DEFAULT-VALUE}).")
    private List<String> presets = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long each preset trains on each side in each round (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each preset, or a job, is measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--quality",
            paramLabel = "SECONDS",
            split = ",",
            description = "Measure the validation loss that the trainer's own choice reaches in this time.")
    private List<Integer> budgets = List.of();

    @Option(names = "--memory", description = "Measure the resident memory.")
    private boolean memory;

    @Option(
            names = "--memory-steps",
            paramLabel = "N",
            defaultValue = "200",
            description = "Steps between two of the " + MemoryPart.READINGS
                    + " readings of the memory (default: ${DEFAULT-VALUE}).")
    private int memorySteps;

    @Option(
            names = "--jobs",
            description = "Measure what lies around the training of a job, in a broker and trainers of its own.")
    private boolean jobs;

    @Option(
            names = "--jobs-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long each job trains (default: ${DEFAULT-VALUE}).")
    private int jobSeconds;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the broker and the trainers of --jobs keep their state (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("");

    private TrainingBenchmark(List<String> arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    /**
     * Measures, and ends the process with 0 when everything worked, with 1 when something did not, and with 2 when the
     * arguments were not understood.
     *
     * @param args a file and options; see {@code --help}
     */
    public static void main(String[] args) {
        Console console = Console.ofThisProcess();
        List<String> arguments = List.of(args);
        System.exit(console.execute(new TrainingBenchmark(arguments, console), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Options.atLeast(1, "--seconds", seconds);
        Options.atLeast(1, "--rounds", rounds);
        Options.atLeast(1, "--memory-steps", memorySteps);
        Options.atLeast(1, "--jobs-seconds", jobSeconds);
        budgets.forEach(budget -> Options.atLeast(1, "--quality", budget));
        EncodedText text = CorpusFile.open(corpus);
        try (NDManager engine = NDManager.newBaseManager(device())) {
            List<Section> sections = new ArrayList<>();
            for (Part part : parts(text, engine)) {
                sections.add(part.measure());
            }
            return console.print("Training", Environment.current(SCRIPT, arguments), sections);
        } catch (InvalidSpecException | CorpusTooShortException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The one that the trainer would choose. */
    private static Device device() {
        return Engine.getInstance().getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    }

    private List<Part> parts(EncodedText text, NDManager engine) {
        List<Part> parts = new ArrayList<>();
        if (!budgets.isEmpty()) {
            List<TrainingSpec> specs = budgets.stream()
                    .map(budget -> spec(timeBudget(budget), text))
                    .toList();
            parts.add(new QualityPart(specs, text, engine, console));
        }
        if (memory) {
            Map<String, Object> longer = new LinkedHashMap<>(LONG_JOB);
            longer.put("steps", MemoryPart.READINGS * memorySteps);
            parts.add(new MemoryPart(spec(longer, text), spec(SMALL_JOB, text), text, memorySteps, engine, console));
        }
        if (jobs) {
            parts.add(new JobsPart(corpus, Duration.ofSeconds(jobSeconds), rounds, directory, console));
        }
        if (parts.isEmpty()) {
            parts.add(new SpeedPart(presets(text), text, Duration.ofSeconds(seconds), rounds, engine, console));
        }
        return parts;
    }

    private Map<String, TrainingSpec> presets(EncodedText text) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : presets) {
            if (ALL_PRESETS.equals(name)) {
                Presets.names().stream()
                        .filter(preset -> !Presets.AUTO.equals(preset))
                        .forEach(names::add);
            } else {
                names.add(name);
            }
        }
        Map<String, TrainingSpec> specs = new LinkedHashMap<>();
        for (String name : names) {
            Map<String, Object> request = new LinkedHashMap<>(timeBudget(seconds));
            request.put("preset", name);
            specs.put(name, spec(request, text));
        }
        return specs;
    }

    private static Map<String, Object> timeBudget(int seconds) {
        return Map.of("timeBudget", Duration.ofSeconds(seconds).toString());
    }

    /** What the trainer makes of a request, without samples, which would take time that is not learning. */
    private static TrainingSpec spec(Map<String, Object> request, EncodedText text) {
        JsonNode noSamples = Json.tree(Map.of("sampleTemperatures", List.of()));
        TrainingDefaults.Corpus corpus = new TrainingDefaults.Corpus(text.length(), text.symbols());
        return TrainingDefaults.complete(Optional.of(Json.tree(request)), corpus, Optional.empty(), device().isGpu())
                .with(noSamples);
    }
}
