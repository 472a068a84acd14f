package io.escriba.trainer.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.corpus.Corpus;
import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.Dataset;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.training.TrainingJob;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusProcessorTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Headers PLAIN = new RecordHeaders();

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> input;
    private TestOutputTopic<String, byte[]> corpora;
    private TestOutputTopic<String, byte[]> jobs;
    private TestOutputTopic<String, byte[]> deadLetters;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = START;

    @BeforeEach
    void start(@TempDir Path directory) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        driver = new TopologyTestDriver(
                CorpusTopology.build(
                        new TriggerRule(Duration.ofSeconds(10), 0.2),
                        new CorpusMetrics(registry),
                        new HomePartition(1)),
                settings,
                START);
        input = driver.createInputTopic(
                Topic.CORPUS.topicName(), new StringSerializer(), new ByteArraySerializer(), START, Duration.ZERO);
        corpora = output(Topic.CORPORA);
        jobs = output(Topic.TRAINING_JOBS);
        deadLetters = output(Topic.DEAD_LETTER);
    }

    private TestOutputTopic<String, byte[]> output(Topic topic) {
        return driver.createOutputTopic(topic.topicName(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void statisticsCountWhatWasPublished() {
        pipe("nomes", "João", PLAIN);
        pipe("other", "x", PLAIN);
        pipe("nomes", "Zé\n🦜", headers(CorpusEvents.TEXT));

        Corpus corpus = lastCorpus();

        assertThat(corpus.name()).isEqualTo(new Name("nomes"));
        assertThat(corpus.characters()).isEqualTo(5 + 4);
        assertThat(corpus.bytes()).isEqualTo("João\nZé\n🦜".getBytes(UTF_8).length);
        assertThat(corpus.lines()).isEqualTo(2);
        assertThat(corpus.distinctCharacters()).isEqualTo(7);
        assertThat(corpus.firstOffset()).isEqualTo(0);
        assertThat(corpus.lastOffset()).isEqualTo(2);
        assertThat(corpus.sealed()).isFalse();
    }

    @Test
    void aSealedPublicationIsTrainedOnAtOnce() {
        pipe("nomes", "Ana\n", headers(CorpusEvents.TEXT));
        pipe("nomes", sealed("\"spec\":{\"documents\":\"lines\"}"), headers(CorpusEvents.SEALED));

        TrainingJob job = Json.read(jobs.readValue(), TrainingJob.class);

        assertThat(job.id()).isEqualTo("nomes-0-1");
        assertThat(job.model()).isEqualTo(new Name("nomes"));
        assertThat(job.dataset()).isEqualTo(new Dataset("escriba.corpus", 0, 0, 2, new Name("nomes")));
        assertThat(job.spec().orElseThrow().get("documents").asText()).isEqualTo("lines");
        assertThat(lastCorpus().sealed()).isTrue();
        assertThat(jobs.isEmpty()).isTrue();
    }

    @Test
    void aSealedPublicationCanNameItsModelOrDecline() {
        pipe("nomes", "Ana\n", headers(CorpusEvents.TEXT));
        pipe("nomes", sealed("\"model\":\"names-rnn\""), headers(CorpusEvents.SEALED));
        pipe("nomes", sealed("\"train\":false"), headers(CorpusEvents.SEALED));
        later(Duration.ofMinutes(5));

        assertThat(jobs.readRecord().key()).isEqualTo("names-rnn");
        assertThat(jobs.isEmpty()).isTrue();
    }

    @Test
    void aPlainCorpusIsTrainedOnOnceItIsQuiet() {
        pipe("plato", "I went down yesterday to the Piraeus", PLAIN);
        later(Duration.ofSeconds(9));
        assertThat(jobs.isEmpty()).isTrue();

        later(Duration.ofSeconds(2));
        TrainingJob job = Json.read(jobs.readValue(), TrainingJob.class);
        later(Duration.ofMinutes(5));

        assertThat(job.id()).isEqualTo("plato-0-0");
        assertThat(job.spec()).isEmpty();
        assertThat(jobs.isEmpty()).isTrue();
    }

    /** As when a long upload becomes visible at its end. */
    @Test
    void aCorpusIsNotQuietWhileItsRecordsAreReadHoweverOldTheyAre() {
        Instant written = now.minus(Duration.ofMinutes(1));
        for (int i = 0; i < 30; i++) {
            input.pipeInput(new TestRecord<>("nomes", "Ana\n".getBytes(UTF_8), headers(CorpusEvents.TEXT), written));
            later(Duration.ofSeconds(1));
        }
        assertThat(jobs.isEmpty()).isTrue();

        pipe("nomes", sealed("\"model\":\"names-rnn\""), headers(CorpusEvents.SEALED));
        later(Duration.ofMinutes(1));

        assertThat(Json.read(jobs.readValue(), TrainingJob.class).model().value())
                .isEqualTo("names-rnn");
        assertThat(jobs.isEmpty()).isTrue();
    }

    @Test
    void aPlainCorpusIsTrainedOnAgainWhenItHasGrownEnough() {
        pipe("plato", "x".repeat(99), PLAIN);
        later(Duration.ofSeconds(11));
        jobs.readValue();

        pipe("plato", "y".repeat(18), PLAIN);
        later(Duration.ofSeconds(11));
        assertThat(jobs.isEmpty()).isTrue();

        pipe("plato", "", PLAIN);
        later(Duration.ofSeconds(11));

        assertThat(Json.read(jobs.readValue(), TrainingJob.class).dataset().endOffset())
                .isEqualTo(3);
    }

    @Test
    void aDeletedCorpusBeginsAgainAfterTheDeletion() {
        pipe("plato", "forget this", PLAIN);
        pipe("plato", "", headers(CorpusEvents.DELETED));
        assertThat(corpora.readRecord().value()).isNull();

        pipe("plato", "new", PLAIN);
        pipe("plato", sealed("\"train\":true"), headers(CorpusEvents.SEALED));

        assertThat(lastCorpus().characters()).isEqualTo(4);
        assertThat(Json.read(jobs.readValue(), TrainingJob.class).dataset().startOffset())
                .isEqualTo(2);
    }

    @Test
    void aLongCorpusHasLandmarks() {
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 200; i++) {
            pipe("long", megabyte, headers(CorpusEvents.TEXT));
        }

        Corpus corpus = lastCorpus();

        assertThat(corpus.landmarks()).hasSizeBetween(64, 130);
        assertThat(corpus.landmarks())
                .allSatisfy(landmark -> assertThat(landmark.character()).isEqualTo(landmark.offset() << 20));
        assertThat(corpus.before(corpus.characters() - 1).offset()).isGreaterThan(190);
        assertThat(corpus.before(5)).isEqualTo(new Corpus.Landmark(0, 0));
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndTheNextIsRead() {
        input.pipeInput(new TestRecord<>("nomes", "São".getBytes(ISO_8859_1), PLAIN, START));
        pipe("nomes", "São", PLAIN);

        TestRecord<String, byte[]> dead = deadLetters.readRecord();

        assertThat(dead.value()).isEqualTo("São".getBytes(ISO_8859_1));
        assertThat(header(dead, "escriba_reason")).contains("not UTF-8").contains("byte 1,");
        assertThat(header(dead, "escriba_topic")).isEqualTo("escriba.corpus");
        assertThat(header(dead, "escriba_offset")).isEqualTo("0");
        assertThat(registry.counter("escriba.dead.letters", "topic", "escriba.corpus")
                        .count())
                .isEqualTo(1);
        assertThat(lastCorpus().characters()).isEqualTo(4);
    }

    private static String header(TestRecord<String, byte[]> dead, String name) {
        return new String(dead.headers().lastHeader(name).value(), UTF_8);
    }

    private void pipe(String key, String value, Headers headers) {
        input.pipeInput(new TestRecord<>(key, value.getBytes(UTF_8), headers, now));
    }

    private void later(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    private Corpus lastCorpus() {
        later(Duration.ofMillis(100));
        List<byte[]> values = corpora.readValuesToList();
        return Json.read(values.get(values.size() - 1), Corpus.class);
    }

    private static Headers headers(String type) {
        return CloudEvents.headers("test", type, "text/plain");
    }

    private static String sealed(String more) {
        return "{\"characters\":4,\"sha256\":\"ab\"," + more + "}";
    }
}
