package io.escriba.trainer.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.Dataset;
import io.escriba.kafka.DatasetGoneException;
import io.escriba.kafka.DatasetLog;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.trainer.KafkaFixture;
import io.escriba.trainer.KafkaFixture.Records;
import io.escriba.trainer.text.Texts;
import io.escriba.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsIT {
    private static final int[] CHARACTERS = {
        'a', 'b', ' ', '.', '\n', '\n', '\r', 'é', 0x303, 0x301, 'ß', 'Ж', 0x5D0, 0x4E00, 0x1F99C, 0x1100, 0x1161,
        0xFEFF
    };

    @TempDir
    private Path directory;

    private KafkaFixture kafka;

    @BeforeEach
    void start() {
        kafka = KafkaFixture.start(directory.resolve("kafka"));
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void aDatasetIsExactlyWhatWasPublishedInItsRange() throws Exception {
        kafka.publishLine("nomes", "forgotten");
        kafka.publish("nomes", CorpusEvents.DELETED, "");
        kafka.publish("nomes", CorpusEvents.TEXT, "Joa");
        kafka.publish("nomes", CorpusEvents.TEXT, "\u0303o 🦜\n");
        kafka.publishLine("other", "not this");
        kafka.publishLine("nomes", "Conceição");
        kafka.publishLine("nomes", "after the end");

        Dataset dataset = upTo("nomes", "after the end");

        assertThat(published(dataset)).isEqualTo("Joa\u0303o 🦜\nConceição\n").isEqualTo(published(dataset));
        assertThat(Texts.string(kafka.datasets(directory.resolve("datasets")).open(dataset)))
                .isEqualTo("João 🦜\nConceição\n");
    }

    @Test
    void anyTextInAnyMixOfRecordsReadsBackAsThatText() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            String text = random.ints(random.nextInt(300), 0, CHARACTERS.length)
                    .map(i -> CHARACTERS[i])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String corpus = "mix-" + seed;

            publish(corpus, text, random);
            kafka.publishLine(corpus, "the end of " + seed);

            Dataset dataset = upTo(corpus, "the end of " + seed);
            assertThat(published(dataset)).as("seed %d", seed).isEqualTo(text);
            assertThat(Texts.string(
                            kafka.datasets(directory.resolve("datasets")).open(dataset)))
                    .as("seed %d", seed)
                    .isEqualTo(Vocabulary.normalize(text));
        }
    }

    /** In chunks of any length: as text events and, where they end a line, as lines; with other records between. */
    private void publish(String corpus, String text, Random random) {
        for (int from = 0; from < text.length(); ) {
            int left = text.codePointCount(from, text.length());
            int to = text.offsetByCodePoints(from, 1 + random.nextInt(Math.min(left, 20)));
            String chunk = text.substring(from, to);
            from = to;
            String line = chunk.substring(0, chunk.length() - 1);
            if (chunk.endsWith("\n") && random.nextBoolean()) {
                kafka.publishLine(corpus, line.endsWith("\n") || random.nextBoolean() ? chunk : line);
            } else {
                kafka.publish(corpus, CorpusEvents.TEXT, chunk);
            }
            switch (random.nextInt(8)) {
                case 0 -> kafka.publishLine("another-corpus", chunk);
                case 1 -> kafka.publish(new ProducerRecord<>(Topic.CORPUS.topicName(), corpus, null));
                case 2 -> kafka.publish(new ProducerRecord<>(Topic.CORPUS.topicName(), corpus, new byte[] {'x', -1}));
                case 3 -> kafka.publish(corpus, "io.escriba.corpus.eaten.v1", "unknown");
                case 4 -> kafka.publish(corpus, CorpusEvents.SEALED, "{\"characters\":1,\"sha256\":\"00\"}");
                case 5 -> kafka.publish(corpus, CorpusEvents.TEXT, "");
                default -> {
                    // Nothing between.
                }
            }
        }
    }

    @Test
    void aDamagedOrForeignCacheIsBuiltAgain() throws Exception {
        kafka.publishLine("nomes", "Conceição");
        kafka.publishLine("nomes", "end");
        Dataset dataset = upTo("nomes", "end");
        Path cache = directory.resolve("datasets");
        kafka.datasets(cache).open(dataset);
        Path file = cache.resolve("nomes-%d-0-%d.text".formatted(dataset.partition(), dataset.endOffset()));
        byte[] sound = Files.readAllBytes(file);

        byte[] damaged = sound.clone();
        damaged[3] ^= 1;
        Files.write(file, damaged);
        assertThat(Texts.string(kafka.datasets(cache).open(dataset))).isEqualTo("Conceição\n");
        assertThat(Files.readAllBytes(file)).isEqualTo(sound);

        // The same offsets of a topic in another cluster say something else.
        try (KafkaFixture other = KafkaFixture.start(directory.resolve("other"))) {
            other.publishLine("nomes", "Zé");
            other.publishLine("nomes", "end");
            assertThat(Texts.string(other.datasets(cache).open(dataset))).isEqualTo("Zé\n");
        }
    }

    @Test
    void aRecordOfOneMebibyteIsText() throws Exception {
        byte[] line = new byte[1024 * 1024];
        Arrays.fill(line, (byte) 'x');
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(Topic.CORPUS.topicName(), "large", line);

        kafka.publish(record);
        kafka.publishLine("large", "end");

        assertThat(published(upTo("large", "end"))).hasSize(1024 * 1024 + 1);
    }

    @Test
    void aRangeThatTheLogDoesNotHoldIsAnError() {
        Dataset gone = new Dataset(Topic.CORPUS.topicName(), 0, 5, 10, new Name("nomes"));

        assertThatThrownBy(() -> kafka.datasets(directory).open(gone))
                .isInstanceOf(DatasetGoneException.class)
                .hasMessageContaining("the log now holds offsets 0 to 0");
    }

    /** The text as the log has it, byte for byte. */
    private String published(Dataset dataset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        kafka.log().read(dataset, new DatasetLog.Reader() {
            @Override
            public boolean append(byte[] utf8) {
                bytes.writeBytes(utf8);
                return true;
            }

            @Override
            public void restart() {
                bytes.reset();
            }
        });
        return bytes.toString(UTF_8);
    }

    /** The corpus from the log's start to before the record that holds this line. */
    private Dataset upTo(String corpus, String line) throws InterruptedException {
        try (Records records = kafka.records(Topic.CORPUS)) {
            ConsumerRecord<String, byte[]> end =
                    records.await(record -> record.value() != null && new String(record.value(), UTF_8).equals(line));
            return new Dataset(end.topic(), end.partition(), 0, end.offset(), new Name(corpus));
        }
    }
}
