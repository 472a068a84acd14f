package io.escriba.bench.corpora;

import io.escriba.bench.instance.PeakMemory;
import io.escriba.bench.report.Figures;
import io.escriba.corpus.Corpus;
import io.escriba.json.Json;
import io.escriba.kafka.DatasetLog;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicSnapshot;
import io.escriba.local.CommandException;
import io.escriba.trainer.corpus.Datasets;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.text.TextCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads a dataset as the trainer does, every character of it: once from Kafka, and then from the cache that this has left.
 * A program of its own, so that its memory can be seen.
 */
public final class DatasetReading {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private DatasetReading() {}

    /**
     * What it prints at its end, as JSON.
     *
     * @param characters of the dataset, in NFC
     * @param kafkaSeconds time to read all of them without a cache
     * @param cacheSeconds time to read all of them with one
     * @param peakBytes most memory of the process, mapped pages included; 0 where the system does not say
     */
    record Report(long characters, double kafkaSeconds, double cacheSeconds, long peakBytes) {}

    /**
     * Reads once each way.
     *
     * @param args the broker's address, a corpus that the statistics know, and a directory for the cache
     */
    public static void main(String[] args) throws IOException {
        Map<String, Object> client = Map.of("bootstrap.servers", args[0]);
        Corpus corpus = corpus(client, args[1]);
        Path directory = Files.createTempDirectory(Path.of(args[2]), "datasets");
        Datasets datasets = new Datasets(
                new DatasetLog(client, PATIENCE), new TextCache(directory, Long.MAX_VALUE, InstantSource.system()));
        long begin = System.nanoTime();
        long characters = characters(datasets.open(corpus.dataset()));
        long middle = System.nanoTime();
        if (characters(datasets.open(corpus.dataset())) != characters) {
            throw new CommandException("The cache has not as many characters as the log.");
        }
        System.out.println(Json.text(new Report(
                characters,
                Figures.seconds(Duration.ofNanos(middle - begin)),
                Figures.seconds(Duration.ofNanos(System.nanoTime() - middle)),
                PeakMemory.ofThisProcess().orElse(0))));
    }

    private static Corpus corpus(Map<String, Object> client, String name) {
        AtomicReference<Corpus> newest = new AtomicReference<>();
        new TopicSnapshot(client, PATIENCE).read(Topic.CORPORA, Long.MAX_VALUE, record -> {
            if (name.equals(record.key()) && record.value() != null) {
                newest.set(Json.read(record.value(), Corpus.class));
            }
        });
        Corpus corpus = newest.get();
        if (corpus == null) {
            throw new CommandException("The statistics do not know the corpus '" + name + "'.");
        }
        return corpus;
    }

    /** Looks at each, as a pass of a training does. */
    private static long characters(EncodedText text) {
        long looked = 0;
        for (long i = 0; i < text.length(); i++) {
            if (text.symbol(i) < text.symbols()) {
                looked++;
            }
        }
        return looked;
    }
}
