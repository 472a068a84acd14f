package io.escriba.bench.corpora;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Progress;
import io.escriba.bench.report.Samples;
import io.escriba.bench.report.Section;
import io.escriba.json.Json;
import io.escriba.local.CommandException;
import io.escriba.local.broker.BrokerMain;
import io.escriba.local.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How long the trainer takes to read a dataset, from Kafka and from its cache. Needs what {@link UploadPart} stored. */
final class DatasetPart implements Part {
    private static final String NAME = "dataset-reading";
    private static final String HEAP = "64m";
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final BenchInstance instance;
    private final SourceText text;
    private final String corpus;
    private final int rounds;
    private final Progress progress;

    /**
     * A measurement of one text.
     *
     * @param corpus that holds it
     */
    DatasetPart(BenchInstance instance, SourceText text, String corpus, int rounds, Progress progress) {
        this.instance = instance;
        this.text = text;
        this.corpus = corpus;
        this.rounds = rounds;
        this.progress = progress;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<DatasetReading.Report> reports = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            progress.say("Dataset, round " + round + " of " + rounds + ".");
            DatasetReading.Report report = read();
            reports.add(report);
            rows.add(row(
                    Integer.toString(round),
                    report.kafkaSeconds(),
                    report.cacheSeconds(),
                    Figures.mebibytes(report.peakBytes())));
        }
        rows.add(row(
                "median",
                median(reports, DatasetReading.Report::kafkaSeconds),
                median(reports, DatasetReading.Report::cacheSeconds),
                ""));
        return new Section(
                "Dataset",
                new MarkdownTable(
                        List.of("text", "bytes", "round", "from Kafka, s", "from the cache, s", "peak, MiB"), rows),
                List.of("Until every character has been looked at, in a process with -Xmx" + HEAP
                        + ". From Kafka: fetched, checked, normalized, encoded and written to the cache. From the cache:"
                        + " its checksum verified, then read; its pages are in memory, since they were just written. Peak: resident, with the pages of the mapped file, which the system"
                        + " takes back when it needs them."));
    }

    private DatasetReading.Report read() throws InterruptedException {
        Path log = instance.file("logs").resolve(NAME + ".log");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dlogging.configuration=" + BrokerMain.loggingConfiguration(),
                "-cp",
                System.getProperty("java.class.path", ""),
                DatasetReading.class.getName(),
                instance.kafka(),
                corpus,
                instance.file("").toString());
        instance.run(new Program(NAME, command, Map.of(), log), LIMIT);
        try {
            List<String> lines = Files.readAllLines(log);
            return Json.read(lines.get(lines.size() - 1), DatasetReading.Report.class);
        } catch (IOException e) {
            throw new CommandException("The report in '" + log + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static double median(List<DatasetReading.Report> reports, Function<DatasetReading.Report, Double> figure) {
        return new Samples(reports.stream().map(figure).toList()).median();
    }

    private List<String> row(String round, double kafka, double cache, String peak) {
        return List.of(
                text.name(),
                Long.toString(text.bytes()),
                round,
                Figures.hundredths(kafka),
                Figures.hundredths(cache),
                peak);
    }
}
