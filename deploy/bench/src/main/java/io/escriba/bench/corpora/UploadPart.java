package io.escriba.bench.corpora;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.instance.RunningGateway;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Progress;
import io.escriba.bench.report.Section;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How fast texts are stored through the gateway, beside Kafka's own producer, and how soon the statistics show them. */
final class UploadPart implements Part {
    private static final Duration STATISTICS_LIMIT = Duration.ofMinutes(15);

    private final BenchInstance instance;
    private final List<SourceText> texts;
    private final int rounds;
    private final KafkaLoad load;
    private final Progress progress;

    /**
     * A measurement of texts.
     *
     * @param rounds how often each text is measured, 1 or more
     * @param load what Kafka's producer sends
     */
    UploadPart(BenchInstance instance, List<SourceText> texts, int rounds, KafkaLoad load, Progress progress) {
        this.instance = instance;
        this.texts = List.copyOf(texts);
        this.rounds = rounds;
        this.load = load;
        this.progress = progress;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        try (RunningGateway gateway = instance.startGateway()) {
            KafkaProducerRun kafka = new KafkaProducerRun(instance, ReferenceTopic.create(instance.kafka()), load);
            for (int i = 0; i < texts.size(); i++) {
                rows.addAll(measure(i, gateway, kafka));
            }
        }
        return new Section(
                "Upload",
                new MarkdownTable(
                        List.of("text", "bytes", "round", "upload, MB/s", "Kafka, MB/s", "ratio", "statistics, s"),
                        rows),
                List.of(
                        "MB are 1,000,000 bytes. Upload: from the first byte of the request to the last of the answer."
                                + " Kafka: ProducerPerformance with acks=all and " + load.inWords()
                                + ", by its own report, a new process each round. The figure is the ratio of the"
                                + " medians.",
                        "Statistics: from the answer until GET /api/corpora/{name} shows all characters, which is asked"
                                + " every 10 ms."));
    }

    private List<List<String>> measure(int index, RunningGateway gateway, KafkaProducerRun kafka)
            throws InterruptedException {
        SourceText text = texts.get(index);
        List<Round> measured = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (int number = 1; number <= rounds; number++) {
            progress.say(
                    "Round " + number + " of " + rounds + " with " + text.name() + " of " + text.bytes() + " bytes.");
            Round round = round(corpus(index, number), text, gateway, kafka);
            measured.add(round);
            rows.add(row(text, Integer.toString(number), round));
        }
        rows.add(row(text, "median", Round.medians(measured)));
        return rows;
    }

    /** The corpus that a text is stored in. */
    static Name corpus(int text, int round) {
        return new Name("text-" + (text + 1) + "-round-" + round);
    }

    private Round round(Name corpus, SourceText text, RunningGateway gateway, KafkaProducerRun kafka)
            throws InterruptedException {
        Upload upload = Upload.send(gateway, corpus, text);
        long answered = System.nanoTime();
        long characters = upload.publication().characters();
        // Kafka's producer must not share the processor with the statistics, so they come first.
        instance.await(
                "The whole of '" + text.name() + "' in the statistics",
                STATISTICS_LIMIT,
                () -> gateway.client()
                        .corpus(corpus)
                        .filter(seen -> seen.characters() == characters)
                        .isPresent());
        Duration statistics = Duration.ofNanos(System.nanoTime() - answered);
        return new Round(
                upload.megabytesPerSecond(), kafka.send(text).megabytesPerSecond(), Figures.seconds(statistics));
    }

    private static List<String> row(SourceText text, String round, Round figures) {
        return Stream.concat(Stream.of(text.name(), Long.toString(text.bytes()), round), figures.cells().stream())
                .toList();
    }
}
