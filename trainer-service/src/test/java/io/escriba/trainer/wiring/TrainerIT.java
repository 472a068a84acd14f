package io.escriba.trainer.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.CorpusEvents;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.DeadLetters;
import io.escriba.kafka.Topic;
import io.escriba.kafka.Traces;
import io.escriba.model.Manifest;
import io.escriba.model.PublishedModel;
import io.escriba.store.FileModelStore;
import io.escriba.store.StoreAvailability;
import io.escriba.trainer.KafkaFixture;
import io.escriba.trainer.KafkaFixture.Records;
import io.escriba.trainer.corpus.CorpusMetrics;
import io.escriba.trainer.corpus.CorpusStatistics;
import io.escriba.trainer.corpus.TriggerRule;
import io.escriba.trainer.job.TrainingDevice;
import io.escriba.trainer.job.TrainingJobs;
import io.escriba.training.TrainingCancellation;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from corpus records to a published model, with a real broker. */
class TrainerIT {
    private static final String TINY = "{'hiddenSize':16,'layers':1,'sequenceLength':16,'batchSize':4,'steps':5}";
    private static final String ENDLESS = TINY.replace("'steps':5", "'steps':1000000000");
    private static final String TEXT = "João comprou maçãs 🍎 e pão. ".repeat(30);

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetry tracing = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private KafkaFixture kafka;
    private CorpusStatistics statistics;

    @BeforeEach
    void start() {
        kafka = KafkaFixture.start(directory.resolve("kafka"));
        statistics = statistics();
    }

    @AfterEach
    void stop() {
        statistics.close();
        kafka.close();
    }

    private CorpusStatistics statistics() {
        return CorpusStatistics.start(
                kafka.client(),
                directory.resolve("statistics"),
                new TriggerRule(Duration.ofSeconds(1), 0.2),
                new CorpusMetrics(registry));
    }

    private TrainingJobs trainer() {
        return TrainingJobs.start(new TrainingJobs.Settings(
                kafka.client(),
                TrainingDevice.AUTO,
                kafka.datasets(directory.resolve("datasets")),
                new FileModelStore(directory.resolve("models")),
                new StoreAvailability("Trainings wait."),
                directory.resolve("scratch"),
                Duration.ofSeconds(1),
                registry,
                tracing.getTracer("test"),
                InstantSource.system(),
                "test"));
    }

    @Test
    void aSealedCorpusBecomesAModelThatOnnxRuntimeLoads() throws Exception {
        try (TrainingJobs trainer = trainer();
                Records models = kafka.records(Topic.MODELS)) {
            kafka.publish("macas", CorpusEvents.TEXT, TEXT);
            kafka.seal("macas", TINY);

            PublishedModel model = Json.read(models.await(record -> true).value(), PublishedModel.class);

            assertThat(trainer.isRunning()).isTrue();
            assertThat(model.name()).hasToString("macas");
            assertThat(model.manifest().vocabulary().characters()).contains("ã").contains("🍎");
            byte[] onnx = new FileModelStore(directory.resolve("models")).read(model);
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx)) {
                assertThat(session.getInputNames()).contains("tokens", "h0");
                assertThat(session.getMetadata().getCustomMetadata())
                        .containsKeys("escriba.manifest", Manifest.HELD_OUT);
            }
        }
    }

    @Test
    void aModelLearnsOnFromItsNewestVersionWhenItsCorpusHasGrown() throws Exception {
        try (TrainingJobs trainer = trainer();
                Records models = kafka.records(Topic.MODELS)) {
            kafka.publish("macas", CorpusEvents.TEXT, TEXT);
            kafka.seal("macas", TINY);
            PublishedModel first = Json.read(models.await(record -> true).value(), PublishedModel.class);

            kafka.publish("macas", CorpusEvents.TEXT, "Ω é nova.");
            kafka.seal("macas", "{'initializeFrom':'macas','steps':3,'sampleLength':10}");
            PublishedModel second = Json.read(models.await(record -> true).value(), PublishedModel.class);

            assertThat(second.manifest().spec().initializeFrom())
                    .contains(first.modelVersion().toString());
            assertThat(second.manifest().spec().network())
                    .isEqualTo(first.manifest().spec().network());
            assertThat(first.manifest().vocabulary().characters()).doesNotContain("Ω");
            assertThat(second.manifest().vocabulary().characters()).contains("Ω");
            assertThat(trainer.isRunning()).isTrue();
        }
    }

    @Test
    void aTrainingBelongsToTheTraceOfWhoHasPublishedTheText() throws Exception {
        Span upload = tracing.getTracer("test").spanBuilder("upload").startSpan();
        String trace = upload.getSpanContext().getTraceId();
        try (TrainingJobs trainer = trainer();
                Records jobs = kafka.records(Topic.TRAINING_JOBS);
                Records progress = kafka.records(Topic.TRAINING_PROGRESS);
                Records models = kafka.records(Topic.MODELS)) {
            Context.root().with(upload).wrap(() -> publishAndSeal("macas")).run();

            List<ConsumerRecord<String, byte[]>> written =
                    List.of(jobs.await(record -> true), progress.await(record -> true), models.await(record -> true));
            await().until(() -> !spans.getFinishedSpanItems().isEmpty());

            assertThat(trainer.isRunning()).isTrue();
            assertThat(written)
                    .extracting(record -> Span.fromContext(Traces.of(record.headers()))
                            .getSpanContext()
                            .getTraceId())
                    .containsOnly(trace);
            assertThat(spans.getFinishedSpanItems()).singleElement().satisfies(span -> {
                assertThat(span.getName()).isEqualTo("train");
                assertThat(span.getTraceId()).isEqualTo(trace);
                assertThat(span.getParentSpanId())
                        .isEqualTo(upload.getSpanContext().getSpanId());
                assertThat(span.getAttributes().get(AttributeKey.stringKey("escriba.outcome")))
                        .isEqualTo("completed");
            });
            assertThat(Span.fromContext(Traces.of(written.get(2).headers()))
                            .getSpanContext()
                            .getSpanId())
                    .isEqualTo(spans.getFinishedSpanItems().get(0).getSpanId());
        }
    }

    private void publishAndSeal(String corpus) {
        kafka.publish(corpus, CorpusEvents.TEXT, TEXT);
        kafka.seal(corpus, TINY);
    }

    @Test
    void statisticsFollowTheRecords() throws Exception {
        try (Records corpora = kafka.records(Topic.CORPORA)) {
            kafka.publishLine("nomes", "João");
            kafka.publishLine("nomes", "Zé");

            Corpus corpus = Json.read(
                    corpora.await(record ->
                                    Json.read(record.value(), Corpus.class).characters() == 8)
                            .value(),
                    Corpus.class);

            assertThat(corpus.lines()).isEqualTo(2);
            assertThat(corpus.distinctCharacters()).isEqualTo(6);
        }
    }

    @Test
    void statisticsGoOnAtOnceAfterARestart() throws Exception {
        try (Records corpora = kafka.records(Topic.CORPORA)) {
            kafka.publishLine("nomes", "João");
            corpora.await(record -> true);
            statistics.close();

            statistics = statistics();
            kafka.publishLine("nomes", "Zé");
            Corpus corpus = Json.read(corpora.await(record -> true).value(), Corpus.class);
            // The quiet period's trigger may write the state again before.
            while (corpus.lines() < 2) {
                corpus = Json.read(corpora.await(record -> true).value(), Corpus.class);
            }

            assertThat(corpus.characters()).isEqualTo(8);
        }
    }

    @Test
    void aJobThatCannotSucceedEndsWithItsReasonAndTheNextIsTaken() throws Exception {
        try (TrainingJobs trainer = trainer();
                Records progress = kafka.records(Topic.TRAINING_PROGRESS)) {
            kafka.publish("short", CorpusEvents.TEXT, "oi");
            kafka.seal("short", "{}");
            kafka.seal("short", "{'layers':99}");
            kafka.publish("good", CorpusEvents.TEXT, TEXT);
            kafka.seal("good", TINY);

            TrainingEvent tooShort = last(progress, "short");
            TrainingEvent badSpec = last(progress, "short");
            TrainingEvent good = last(progress, "good");

            assertThat(trainer.isRunning()).isTrue();
            assertThat(((TrainingEvent.Failed) tooShort).reason()).contains("has 2 characters");
            assertThat(((TrainingEvent.Failed) badSpec).reason()).contains("layers is 99; use 1 to 8.");
            assertThat(good).isInstanceOf(TrainingEvent.Completed.class);
            assertThat(registry.counter("escriba.training.jobs", "outcome", "failed")
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void whatIsNoJobGoesToTheDeadLettersAndTheNextIsTaken() throws Exception {
        try (TrainingJobs trainer = trainer();
                Records models = kafka.records(Topic.MODELS);
                Records deadLetters = kafka.records(Topic.DEAD_LETTER)) {
            byte[] broken = "{".getBytes(UTF_8);
            kafka.publish(new ProducerRecord<>(Topic.TRAINING_JOBS.topicName(), "macas", broken));
            kafka.publish(new ProducerRecord<>(Topic.TRAINING_JOBS.topicName(), "macas", null));
            kafka.publish("macas", CorpusEvents.TEXT, TEXT);
            kafka.seal("macas", TINY);

            ConsumerRecord<String, byte[]> letter = deadLetters.await(record -> record.value() != null);
            models.await(record -> true);

            assertThat(trainer.isRunning()).isTrue();
            assertThat(letter.value()).isEqualTo(broken);
            assertThat(DeadLetters.origin(letter.headers()).orElseThrow().reason())
                    .contains("no training job");
            assertThat(registry.counter("escriba.dead.letters", "topic", "escriba.training-jobs")
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void aJobWhoseTrainerStoppedIsCarriedOutByTheNextOneUnderTheSameVersion() throws Exception {
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS)) {
            kafka.publish("long", CorpusEvents.TEXT, TEXT);
            TrainingEvent.Started first;
            try (TrainingJobs trainer = trainer()) {
                kafka.seal("long", "{'hiddenSize':16,'layers':1,'sequenceLength':16,'batchSize':4,'steps':1500}");
                first = (TrainingEvent.Started) event(progress, TrainingEvent.Started.class);
                assertThat(trainer.isRunning()).isTrue();
            }
            TrainingEvent.Started second;
            TrainingEvent end;
            try (TrainingJobs trainer = trainer()) {
                second = (TrainingEvent.Started) event(progress, TrainingEvent.Started.class);
                end = last(progress, "long");
                assertThat(trainer.isRunning()).isTrue();
            }

            assertThat(second.job()).isEqualTo(first.job());
            assertThat(second.version()).isEqualTo(first.version());
            assertThat(((TrainingEvent.Completed) end).version()).isEqualTo(first.version());
        }
    }

    @Test
    void aRunningJobThatIsCancelledEndsWithoutAModelAndTheNextIsTaken() throws Exception {
        try (TrainingJobs trainer = trainer();
                Records models = kafka.records(Topic.MODELS);
                Records progress = kafka.records(Topic.TRAINING_PROGRESS)) {
            kafka.publish("macas", CorpusEvents.TEXT, TEXT);
            kafka.seal("macas", ENDLESS);
            TrainingEvent started = event(progress, TrainingEvent.Started.class);
            event(progress, TrainingEvent.Step.class);

            cancel(started.job());
            TrainingEvent end = last(progress, "macas");
            kafka.seal("macas", TINY);
            PublishedModel model = Json.read(models.await(record -> true).value(), PublishedModel.class);

            assertThat(end).isInstanceOf(TrainingEvent.Cancelled.class);
            assertThat(end.job()).isEqualTo(started.job());
            assertThat(model.manifest().job()).isNotEqualTo(started.job());
            assertThat(trainer.isRunning()).isTrue();
            assertThat(ended("cancelled")).isEqualTo(1);
        }
    }

    @Test
    void aWaitingJobThatIsCancelledEndsUntrained() throws Exception {
        try (TrainingJobs trainer = trainer();
                Records jobs = kafka.records(Topic.TRAINING_JOBS);
                Records progress = kafka.records(Topic.TRAINING_PROGRESS)) {
            kafka.publish("macas", CorpusEvents.TEXT, TEXT);
            kafka.seal("macas", ENDLESS);
            kafka.seal("macas", ENDLESS);
            String running = job(jobs);
            String waiting = job(jobs);
            event(progress, TrainingEvent.Started.class);

            cancel(waiting);
            cancel(running);
            TrainingEvent first = last(progress, "macas");
            TrainingEvent second = next(progress);

            assertThat(first).isInstanceOf(TrainingEvent.Cancelled.class);
            assertThat(first.job()).isEqualTo(running);
            assertThat(second).isInstanceOf(TrainingEvent.Cancelled.class);
            assertThat(second.job()).isEqualTo(waiting);
            assertThat(trainer.isRunning()).isTrue();
        }
    }

    @Test
    void aJobThatIsCancelledWhileNoTrainerRunsIsNotBegunAgain() throws Exception {
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS)) {
            kafka.publish("macas", CorpusEvents.TEXT, TEXT);
            TrainingEvent started;
            try (TrainingJobs trainer = trainer()) {
                kafka.seal("macas", ENDLESS);
                started = event(progress, TrainingEvent.Started.class);
                assertThat(trainer.isRunning()).isTrue();
            }
            assertThat(ended("cancelled")).isZero();

            cancel(started.job());
            TrainingEvent next;
            try (TrainingJobs trainer = trainer()) {
                next = read(progress.await(record -> read(record) instanceof TrainingEvent.Started
                        || read(record).isLast()));
                assertThat(trainer.isRunning()).isTrue();
            }

            assertThat(next).isInstanceOf(TrainingEvent.Cancelled.class);
            assertThat(next.job()).isEqualTo(started.job());
        }
    }

    @Test
    void jobsThatHaveEndedAreNotCarriedOutAgainWhenKafkaHasForgottenThem() throws Exception {
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS)) {
            kafka.publish("macas", CorpusEvents.TEXT, TEXT);
            kafka.publish("short", CorpusEvents.TEXT, "oi");
            try (TrainingJobs trainer = trainer()) {
                kafka.seal("macas", TINY);
                kafka.seal("macas", TINY);
                kafka.seal("short", TINY);
                awaitEnds(progress, 3);
                assertThat(trainer.isRunning()).isTrue();
            }
            kafka.forgetGroup("escriba-trainer");

            try (TrainingJobs trainer = trainer()) {
                kafka.seal("macas", TINY);
                kafka.seal("short", TINY);
                awaitEnds(progress, 2);
                assertThat(trainer.isRunning()).isTrue();
            }

            assertThat(kafka.all(Topic.TRAINING_PROGRESS))
                    .extracting(TrainerIT::read)
                    .filteredOn(TrainingEvent::isLast)
                    .hasSize(5)
                    .extracting(TrainingEvent::job)
                    .doesNotHaveDuplicates();
            await().until(() -> ended("completed") == 3 && ended("failed") == 2);
        }
    }

    /** Of jobs that are older than the progress is kept for, only the models tell. */
    @Test
    void aLaterVersionOfAModelTellsThatItsEarlierJobsHaveEnded() throws Exception {
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS)) {
            kafka.publish("macas", CorpusEvents.TEXT, TEXT);
            try (TrainingJobs trainer = trainer()) {
                kafka.seal("macas", "{'layers':99}");
                kafka.seal("macas", TINY);
                last(progress, "macas");
                last(progress, "macas");
                assertThat(trainer.isRunning()).isTrue();
            }
            kafka.forgetGroup("escriba-trainer");
            kafka.deleteAll(Topic.TRAINING_PROGRESS);

            try (TrainingJobs trainer = trainer()) {
                kafka.seal("macas", TINY);
                TrainingEvent next = next(progress);
                TrainingEvent end = last(progress, "macas");

                assertThat(trainer.isRunning()).isTrue();
                assertThat(next).isInstanceOf(TrainingEvent.Started.class);
                assertThat(end.job()).isEqualTo(next.job());
            }
            assertThat(ended("failed")).isEqualTo(1);
            await().until(() -> ended("completed") == 2);
        }
    }

    private static void awaitEnds(Records progress, int jobs) throws InterruptedException {
        for (int i = 0; i < jobs; i++) {
            progress.await(record -> read(record).isLast());
        }
    }

    private void cancel(String job) {
        kafka.publish(CloudEvents.json(
                Topic.TRAINING_CANCELLATIONS,
                job,
                "test",
                TrainingCancellation.TYPE,
                new TrainingCancellation(job, Instant.EPOCH)));
    }

    private double ended(String outcome) {
        return registry.counter("escriba.training.jobs", "outcome", outcome).count();
    }

    private static String job(Records jobs) throws InterruptedException {
        return Json.read(jobs.await(record -> true).value(), TrainingJob.class).id();
    }

    private static TrainingEvent next(Records progress) throws InterruptedException {
        return read(progress.await(record -> true));
    }

    private static TrainingEvent read(ConsumerRecord<String, byte[]> record) {
        return Json.read(record.value(), TrainingEvent.class);
    }

    private static TrainingEvent last(Records progress, String model) throws InterruptedException {
        return read(progress.await(record -> {
            TrainingEvent event = read(record);
            return event.isLast() && event.model().value().equals(model);
        }));
    }

    private static TrainingEvent event(Records progress, Class<? extends TrainingEvent> type)
            throws InterruptedException {
        return read(progress.await(record -> type.isInstance(read(record))));
    }
}
