package io.escriba.bench.corpora;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.report.Console;
import io.escriba.bench.report.Environment;
import io.escriba.bench.report.Options;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how corpora are stored, and prints the figures as Markdown. What it is doing, it says on standard error. */
@Command(
        name = "corpora",
        description =
                "Measures how texts are stored: how fast, beside Kafka's own producer, in how much memory, and how"
                        + " soon the statistics show them.",
        mixinStandardHelpOptions = true)
public final class CorporaBenchmark implements Callable<Integer> {
    private static final String SCRIPT = "deploy/bench/corpora";

    /** As long as the King James Bible, and as long as no heap. */
    private static final List<Long> USUAL_LENGTHS = List.of(4_500_000L, 1L << 30);

    private final List<String> arguments;
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "UTF-8 text to measure with.")
    private List<Path> files = List.of();

    @Option(
            names = "--generate",
            paramLabel = "BYTES",
            description =
                    "Measure with a generated text of this length too. May be repeated. Without it and without files:"
                            + " 4500000 and 1073741824.")
    private List<Long> lengths = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each text is measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--kafka-records",
            paramLabel = "KIND",
            defaultValue = "text",
            description =
                    "What Kafka's producer sends: random letters that it makes as it goes, or pieces of the text that"
                            + " it has read before (${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}).")
    private KafkaLoad.Records records = KafkaLoad.Records.TEXT;

    @Option(
            names = "--kafka-least",
            paramLabel = "BYTES",
            defaultValue = "0",
            description = "What Kafka's producer sends at least, however short the text (default: ${DEFAULT-VALUE}).")
    private long least;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description =
                    "Where the temporary directory is made, on the disk to be measured (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("");

    private CorporaBenchmark(List<String> arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    /**
     * Measures, and ends the process with 0 when everything worked, with 1 when something did not, and with 2 when the
     * arguments were not understood.
     *
     * @param args files and options; see {@code --help}
     */
    public static void main(String[] args) {
        Console console = Console.ofThisProcess();
        List<String> arguments = List.of(args);
        System.exit(console.execute(new CorporaBenchmark(arguments, console), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Options.atLeast(1, "--rounds", rounds);
        List<SourceText> given = files.stream().map(SourceText::of).toList();
        List<Long> generated = given.isEmpty() && lengths.isEmpty() ? USUAL_LENGTHS : lengths;
        new DiskSpace(directory).require(DiskSpace.needed(given, generated, rounds, least));
        List<Section> sections = new ArrayList<>();
        List<String> services = List.of(Services.TRAINER, Services.GATEWAY);
        try (BenchInstance instance = BenchInstance.start(Installation.current(), services, directory)) {
            instance.startStatistics();
            for (Part part : parts(instance, texts(instance, given, generated))) {
                sections.add(part.measure());
            }
        }
        return console.print("Corpora", Environment.current(SCRIPT, arguments), sections);
    }

    /** In the order in which they are measured. What is measured of datasets comes after the upload, which stores them. */
    private List<Part> parts(BenchInstance instance, List<SourceText> texts) {
        SourceText longest =
                texts.stream().max(Comparator.comparingLong(SourceText::bytes)).orElseThrow();
        return List.of(
                new UploadPart(instance, texts, rounds, new KafkaLoad(records, least), console),
                new DatasetPart(
                        instance,
                        longest,
                        UploadPart.corpus(texts.indexOf(longest), 1).value(),
                        rounds,
                        console),
                new HeapPart(instance, longest, console),
                new MemoryPart(instance));
    }

    private List<SourceText> texts(BenchInstance instance, List<SourceText> given, List<Long> generated) {
        List<SourceText> texts = new ArrayList<>(given);
        for (int i = 0; i < generated.size(); i++) {
            console.say("Generating a text of " + generated.get(i) + " bytes.");
            texts.add(SourceText.generate(instance.file("generated-" + (i + 1) + ".txt"), generated.get(i)));
        }
        return texts;
    }
}
