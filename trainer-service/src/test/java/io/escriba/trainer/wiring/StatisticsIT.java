package io.escriba.trainer.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.corpus.Corpus;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.DeadLetters;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicFollower;
import io.escriba.trainer.KafkaFixture;
import io.escriba.training.TrainingJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics of several processes that share the work. */
class StatisticsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CORPORA = 12;
    private static final byte[] BROKEN = {'x', -1};

    @TempDir
    private Path directory;

    private final Map<String, Corpus> announced = new ConcurrentHashMap<>();
    private final AtomicLong announcements = new AtomicLong();
    private final ExecutorService publisher = Executors.newSingleThreadExecutor();
    private final AtomicInteger sealed = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private KafkaFixture kafka;

    @BeforeEach
    void start() {
        kafka = KafkaFixture.start(directory.resolve("kafka"));
    }

    @AfterEach
    void stop() {
        publisher.shutdownNow();
        kafka.close();
    }

    @Test
    void killingOneOfTwoProcessesInMidStreamChangesNoFigure() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (TopicFollower statistics = TopicFollower.start(kafka.client(), Topic.CORPORA, this::announced)) {
            TrainerProcess first = process("first");
            try (TrainerProcess second = process("second")) {
                Future<?> publishing = publisher.submit(() -> publishUntil(enough));
                awaitAnnouncements(20);

                first.kill();

                // Its share of the corpora is announced by the other one, while more text comes in.
                announced.clear();
                await().atMost(PATIENCE).until(() -> announced.size() == CORPORA);
                try (TrainerProcess third = process("third")) {
                    awaitAnnouncements(20);
                    second.kill();
                    announced.clear();
                    await().atMost(PATIENCE).until(() -> announced.size() == CORPORA);
                    enough.set(true);
                    publishing.get();

                    assertThat(third.isAlive()).isTrue();
                    Map<String, String> counted = freshCount();
                    assertThat(sealed.get()).isPositive();
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(announcedFigures()).isEqualTo(counted));
                    assertThat(offsets(
                                    Topic.TRAINING_JOBS,
                                    record -> Json.read(record.value(), TrainingJob.class)
                                            .id()))
                            .as("one job for each seal")
                            .doesNotHaveDuplicates()
                            .hasSize(sealed.get());
                    assertThat(offsets(
                                    Topic.DEAD_LETTER,
                                    record -> record.partition() + ":" + DeadLetters.origin(record.headers())))
                            .as("one dead letter for each broken record")
                            .doesNotHaveDuplicates()
                            .hasSize(broken.get());
                }
            } finally {
                first.close();
            }
            assertThat(statistics.isRunning()).isTrue();
        }
    }

    private TrainerProcess process(String name) throws Exception {
        return TrainerProcess.start(
                directory.resolve(name),
                Map.of(
                        "kafka.bootstrap.servers",
                        String.valueOf(kafka.client().get("bootstrap.servers")),
                        "escriba.trainer.roles",
                        "statistics",
                        "escriba.training.quiet-period",
                        "1h"));
    }

    private void announced(ConsumerRecord<String, byte[]> record) {
        announced.put(record.key(), Json.read(record.value(), Corpus.class));
        announcements.incrementAndGet();
    }

    private void awaitAnnouncements(int more) {
        long goal = announcements.get() + more;
        await().atMost(PATIENCE).until(() -> announcements.get() >= goal);
    }

    private void publishUntil(AtomicBoolean enough) {
        Random random = new Random(7);
        while (!enough.get()) {
            String corpus = "corpus-" + random.nextInt(CORPORA);
            switch (random.nextInt(20)) {
                case 0 -> {
                    kafka.seal(corpus, "{}");
                    sealed.incrementAndGet();
                }
                case 1 -> {
                    kafka.publish(new ProducerRecord<>(Topic.CORPUS.topicName(), corpus, BROKEN));
                    broken.incrementAndGet();
                }
                default -> kafka.publishLine(corpus, "ação 🦜 x".substring(random.nextInt(5)) + random.nextInt());
            }
        }
    }

    private Map<String, String> announcedFigures() {
        return announced.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> figures(
                                e.getValue().characters(),
                                e.getValue().bytes(),
                                e.getValue().lines(),
                                e.getValue().distinctCharacters(),
                                e.getValue().firstOffset(),
                                e.getValue().lastOffset())));
    }

    /** Counts the log itself, with nothing of what is tested. */
    private Map<String, String> freshCount() throws Exception {
        Map<String, StringBuilder> texts = new TreeMap<>();
        Map<String, Long> first = new TreeMap<>();
        Map<String, Long> last = new TreeMap<>();
        try (TopicFollower log = TopicFollower.start(kafka.client(), Topic.CORPUS, record -> {
            if (Arrays.equals(record.value(), BROKEN)) {
                return;
            }
            StringBuilder text = texts.computeIfAbsent(record.key(), key -> new StringBuilder());
            if (CloudEvents.type(record.headers()).isEmpty()) {
                text.append(new String(record.value(), UTF_8)).append('\n');
            }
            first.putIfAbsent(record.key(), record.offset());
            last.put(record.key(), record.offset());
        })) {
            log.caughtUp().get();
        }
        Map<String, String> counted = new TreeMap<>();
        texts.forEach((corpus, text) -> counted.put(
                corpus,
                figures(
                        text.codePoints().count(),
                        text.toString().getBytes(UTF_8).length,
                        text.toString().lines().count(),
                        text.codePoints().distinct().count(),
                        first.getOrDefault(corpus, -1L),
                        last.getOrDefault(corpus, -1L))));
        return counted;
    }

    private List<String> offsets(Topic topic, Function<ConsumerRecord<String, byte[]>, String> identity)
            throws Exception {
        List<String> found = new CopyOnWriteArrayList<>();
        try (TopicFollower follower =
                TopicFollower.start(kafka.client(), topic, record -> found.add(identity.apply(record)))) {
            follower.caughtUp().get();
        }
        return found;
    }

    private static String figures(long... figures) {
        return Arrays.toString(figures);
    }
}
