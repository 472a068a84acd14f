package io.escriba.trainer.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.corpus.CorpusEvents;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.store.ModelStore;
import io.escriba.trainer.KafkaFixture;
import io.escriba.trainer.KafkaFixture.Records;
import io.escriba.training.TrainingCancellation;
import io.escriba.training.TrainingEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several trainer processes, which come, go and are killed. */
class TrainingsSurviveIT {
    private static final String TEXT = "Batatinha quando nasce se esparrama pelo chão. ".repeat(60);
    private static final String SMALL = "'hiddenSize':32,'embedding':16,'layers':2,'sequenceLength':24,'batchSize':4,"
            + "'sampleLength':10,'dropout':0.2";

    @TempDir
    private Path directory;

    /** The steps of the last checkpoint of each job that was heard of. */
    private final Map<String, Long> checkpoints = new HashMap<>();

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
    void aKilledTrainersJobIsResumedByAnotherAndEndsWithTheWeightsOfAnUndisturbedOne() throws Exception {
        String spec = "{" + SMALL + ",'epochs':60}";
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS);
                TrainerProcess first = process("first")) {
            kafka.publish("morta", CorpusEvents.TEXT, TEXT);
            kafka.publish("ilesa", CorpusEvents.TEXT, TEXT);
            kafka.seal("morta", spec);
            next(progress, event -> event instanceof TrainingEvent.Checkpoint);

            first.kill();
            try (TrainerProcess second = process("second")) {
                TrainingEvent.Started resumed = (TrainingEvent.Started) next(
                        progress, event -> event instanceof TrainingEvent.Started started && started.step() > 0);
                TrainingEvent end = next(progress, TrainingEvent::isLast);
                kafka.seal("ilesa", spec);
                TrainingEvent undisturbed = next(progress, TrainingEvent::isLast);

                assertThat(resumed.model()).hasToString("morta");
                assertThat(end).isInstanceOf(TrainingEvent.Completed.class);
                assertThat(end.job()).isEqualTo(resumed.job());
                assertThat(undisturbed).isInstanceOf(TrainingEvent.Completed.class);
                assertThat(weights(end)).isEqualTo(weights(undisturbed));
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    void aTrainerThatIsToldToStopKeepsACheckpointAndItsJobEndsElsewhereWithOneModel() throws Exception {
        // Nothing but the end of the first trainer makes a checkpoint.
        Map<String, String> seldom = Map.of("escriba.training.checkpoint-interval", "1h");
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS);
                Records models = kafka.records(Topic.MODELS)) {
            try (TrainerProcess first = process("first", seldom)) {
                kafka.publish("longa", CorpusEvents.TEXT, TEXT.repeat(80));
                kafka.seal("longa", "{" + SMALL + ",'epochs':1}");
                next(progress, event -> event instanceof TrainingEvent.Step);
                assertThat(checkpoints).isEmpty();
                assertThat(first.isAlive()).isTrue();
            }
            try (TrainerProcess second = process("second", seldom)) {
                TrainingEvent.Started resumed = (TrainingEvent.Started) next(
                        progress, event -> event instanceof TrainingEvent.Started started && started.step() > 0);
                assertThat(resumed.step()).isEqualTo(checkpoints.get(resumed.job()));

                TrainingEvent end = next(progress, TrainingEvent::isLast);

                assertThat(end).isInstanceOf(TrainingEvent.Completed.class);
                assertThat(end.job()).isEqualTo(resumed.job());
                models.await(record -> record.key().equals("longa"));
                assertThat(models.queue()).isEmpty();
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    void aJobThatDoesNotFitTheHeapFailsAndItsTrainerTakesTheNext() throws Exception {
        String large =
                "{" + SMALL.replace("'sequenceLength':24,'batchSize':4", "'sequenceLength':2000,'batchSize':65536")
                        + ",'shuffle':true,'stride':1,'epochs':1}";
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS);
                TrainerProcess trainer = process("first")) {
            kafka.publish("grande", CorpusEvents.TEXT, TEXT.repeat(30));
            kafka.publish("pequena", CorpusEvents.TEXT, TEXT);

            kafka.seal("grande", large);
            TrainingEvent failed = next(progress, TrainingEvent::isLast);
            kafka.seal("pequena", "{" + SMALL + ",'epochs':1}");
            TrainingEvent completed = next(progress, TrainingEvent::isLast);

            assertThat(failed)
                    .isInstanceOfSatisfying(
                            TrainingEvent.Failed.class,
                            end -> assertThat(end.reason())
                                    .contains("Java heap space. Lower batchSize or sequenceLength"));
            assertThat(completed).isInstanceOf(TrainingEvent.Completed.class);
            assertThat(trainer.isAlive()).isTrue();
        }
    }

    @Test
    void twoTrainersTrainTwoModelsAtOnceAndTheOneThatGoesLeavesItsJobToTheOther() throws Exception {
        String endless = "{" + SMALL + ",'steps':100000000}";
        String one = nameIn(0);
        String other = nameIn(1);
        Set<String> jobs = new HashSet<>();
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS);
                TrainerProcess first = process("first")) {
            try (TrainerProcess second = process("second")) {
                kafka.publish(one, CorpusEvents.TEXT, TEXT);
                kafka.publish(other, CorpusEvents.TEXT, TEXT);
                kafka.seal(one, endless);
                kafka.seal(other, endless);

                // Neither ends, so the second can only begin beside the first.
                for (String model : new String[] {one, other}) {
                    jobs.add(next(progress, step(model)).job());
                }
                assertThat(jobs).hasSize(2);
                assertThat(second.isAlive()).isTrue();
            }

            // It was ended by SIGTERM, so whatever happens from now on is the first one's doing.
            Instant ended = Instant.now();
            String busy = next(
                            progress,
                            event -> event instanceof TrainingEvent.Step
                                    && event.at().isAfter(ended))
                    .job();
            String left =
                    jobs.stream().filter(job -> !job.equals(busy)).findFirst().orElseThrow();
            cancel(busy);
            TrainingEvent.Started resumed =
                    (TrainingEvent.Started) next(progress, event -> event instanceof TrainingEvent.Started);

            assertThat(resumed.job()).isEqualTo(left);
            assertThat(resumed.step()).isEqualTo(checkpoints.get(left)).isPositive();
            assertThat(first.isAlive()).isTrue();
            cancel(left);
            assertThat(next(progress, event -> event.isLast() && event.job().equals(left)))
                    .isInstanceOf(TrainingEvent.Cancelled.class);
        }
    }

    private static Predicate<TrainingEvent> step(String model) {
        return event ->
                event instanceof TrainingEvent.Step && event.model().value().equals(model);
    }

    /** A model whose jobs are in this one of two partitions. */
    private static String nameIn(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "modelo-" + i)
                .filter(name -> Utils.toPositive(Utils.murmur2(name.getBytes(StandardCharsets.UTF_8))) % 2 == partition)
                .findFirst()
                .orElseThrow();
    }

    private byte[] weights(TrainingEvent completed) throws Exception {
        return Files.readAllBytes(directory.resolve("models/%s/%d/%s"
                .formatted(completed.model(), ((TrainingEvent.Completed) completed).version(), ModelStore.WEIGHTS)));
    }

    private void cancel(String job) {
        kafka.publish(CloudEvents.json(
                Topic.TRAINING_CANCELLATIONS,
                job,
                "test",
                TrainingCancellation.TYPE,
                new TrainingCancellation(job, Instant.EPOCH)));
    }

    /** Waits for the next event that fits, and remembers the checkpoints on the way. */
    private TrainingEvent next(Records progress, Predicate<TrainingEvent> fits) throws InterruptedException {
        return read(progress.await(record -> {
            TrainingEvent event = read(record);
            if (event instanceof TrainingEvent.Checkpoint checkpoint) {
                checkpoints.put(checkpoint.job(), checkpoint.step());
            }
            return fits.test(event);
        }));
    }

    private static TrainingEvent read(ConsumerRecord<String, byte[]> record) {
        return Json.read(record.value(), TrainingEvent.class);
    }

    private TrainerProcess process(String name) throws Exception {
        return process(name, Map.of("escriba.training.checkpoint-interval", "1s"));
    }

    private TrainerProcess process(String name, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                String.valueOf(kafka.client().get("bootstrap.servers")),
                // The broker's own least, so that a death is noticed soon.
                "kafka.session.timeout.ms",
                "6000",
                "kafka.heartbeat.interval.ms",
                "1500",
                "escriba.store",
                directory.resolve("models").toUri().toString(),
                "escriba.training.quiet-period",
                "1h"));
        settings.putAll(more);
        return TrainerProcess.start(directory.resolve(name), settings);
    }
}
