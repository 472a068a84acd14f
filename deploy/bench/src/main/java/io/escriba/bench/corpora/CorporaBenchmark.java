package io.escriba.bench.corpora;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.report.Environment;
import io.escriba.bench.report.Section;
import io.escriba.local.CommandException;
import io.escriba.local.launcher.Installation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
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
    private static final int FAILED = 1;

    /** As long as the King James Bible, and as long as no heap. */
    private static final List<Long> USUAL_LENGTHS = List.of(4_500_000L, 1L << 30);

    private final List<String> arguments;
    private final PrintStream out;
    private final PrintStream err;

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

    private CorporaBenchmark(List<String> arguments, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.out = out;
        this.err = err;
    }

    /**
     * Measures, and ends the process with 0 when everything worked, with 1 when something did not, and with 2 when the
     * arguments were not understood.
     *
     * @param args files and options; see {@code --help}
     */
    public static void main(String[] args) {
        configureLogging();
        System.exit(commandLine(List.of(args), stream(FileDescriptor.out), stream(FileDescriptor.err))
                .execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1) {
            throw new CommandException("--rounds is " + rounds + ". Use 1 or more.");
        }
        List<SourceText> given = files.stream().map(SourceText::of).toList();
        List<Long> generated = given.isEmpty() && lengths.isEmpty() ? USUAL_LENGTHS : lengths;
        new DiskSpace(directory).require(DiskSpace.needed(given, generated, rounds, least));
        List<Section> sections = new ArrayList<>();
        try (BenchInstance instance = BenchInstance.start(Installation.current(), directory)) {
            for (Part part : parts(instance, texts(instance, given, generated))) {
                sections.add(part.measure());
            }
        }
        print(sections);
        return sections.stream().anyMatch(section -> section.failure().isPresent()) ? FAILED : 0;
    }

    /** In the order in which they are measured. What is measured of datasets comes after the upload, which stores them. */
    private List<Part> parts(BenchInstance instance, List<SourceText> texts) {
        SourceText longest =
                texts.stream().max(Comparator.comparingLong(SourceText::bytes)).orElseThrow();
        return List.of(
                new UploadPart(instance, texts, rounds, new KafkaLoad(records, least), this::say),
                new DatasetPart(
                        instance,
                        longest,
                        UploadPart.corpus(texts.indexOf(longest), 1).value(),
                        rounds,
                        this::say),
                new HeapPart(instance, longest, this::say),
                new MemoryPart(instance));
    }

    private List<SourceText> texts(BenchInstance instance, List<SourceText> given, List<Long> generated) {
        List<SourceText> texts = new ArrayList<>(given);
        for (int i = 0; i < generated.size(); i++) {
            say("Generating a text of " + generated.get(i) + " bytes.");
            texts.add(SourceText.generate(instance.file("generated-" + (i + 1) + ".txt"), generated.get(i)));
        }
        return texts;
    }

    private void print(List<Section> sections) {
        out.println("# Corpora\n");
        out.print(Environment.current(SCRIPT, arguments).text());
        sections.forEach(section -> out.print("\n" + section.text()));
    }

    private void say(String sentence) {
        err.println(sentence);
    }

    private static CommandLine commandLine(List<String> args, PrintStream out, PrintStream err) {
        return new CommandLine(new CorporaBenchmark(args, out, err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, given) -> {
                    err.println(e.getMessage() + " See --help.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, command, given) -> {
                    if (e instanceof CommandException) {
                        err.println(e.getMessage());
                        return FAILED;
                    }
                    throw e;
                });
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static void configureLogging() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.setProperty(
                "logging.configuration",
                Objects.requireNonNull(CorporaBenchmark.class.getResource("logging.properties"))
                        .toString());
    }
}
