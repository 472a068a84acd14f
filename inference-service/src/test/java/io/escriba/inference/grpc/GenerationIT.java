package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.Sampling;
import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.grpc.v1.ScoreResponse;
import io.escriba.grpc.v1.Start;
import io.escriba.inference.grpc.Caller.Answer;
import io.escriba.inference.grpc.Caller.Score;
import io.escriba.inference.session.TinyContext;
import io.escriba.inference.session.TinyGru;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as its callers and trainers see it: gRPC, Kafka and a directory of models. */
class GenerationIT {
    private static final Vocabulary TEXT = Vocabulary.of("\nabcdefghijklmnopqrstuvwxyz ãçéí😀");
    private static final Vocabulary LINES = Vocabulary.ofDocuments("abcdeãç".codePoints());
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Characters that fill what a caller's connection takes, and 2 KiB: each has a byte or more. */
    private static final double MOST_UNREAD = Caller.WINDOW + 2 * 1024;

    private static final int MAX_STREAMS = 8;
    private static final int MAX_WAITING = 4;

    private static EmbeddedBroker broker;
    private static InferenceProcess service;
    private static Publisher publisher;
    private static Caller caller;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        Path store = directory.resolve("models");
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        service = InferenceProcess.start(
                directory,
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "escriba.store", store.toUri().toString(),
                        "escriba.topics.partitions", "3",
                        "escriba.inference.state-memory", "64K",
                        "escriba.inference.max-streams", Integer.toString(MAX_STREAMS),
                        "escriba.inference.max-waiting", Integer.toString(MAX_WAITING)));
        publisher = new Publisher(broker.bootstrapServers(), store);
        caller = new Caller(service.grpcPort());
    }

    @AfterAll
    static void stop() {
        caller.close();
        publisher.close();
        service.close();
        broker.close();
    }

    @Test
    void writesTheSameTextForTheSameSeed() throws Exception {
        Name name = served("same-seed", 1, TEXT);

        Answer first =
                caller.generate(Caller.request(name, "era uma vez", 400, 7).build());
        Answer second =
                caller.generate(Caller.request(name, "era uma vez", 400, 7).build());
        Answer other =
                caller.generate(Caller.request(name, "era uma vez", 400, 8).build());

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(other.text()).isNotEqualTo(first.text());
    }

    @Test
    void sendsOneKnownCharacterAtATime() throws Exception {
        Name name = served("one-by-one", 1, TEXT);

        Answer answer =
                caller.generate(Caller.request(name, "era uma vez 😀", 300, 1).build());

        assertThat(answer.characters())
                .hasSize(300)
                .allSatisfy(character -> assertThat(TEXT.encode(character)).hasSize(1));
        assertThat(answer.indices())
                .containsExactlyElementsOf(LongStream.range(0, 300).boxed().toList());
        assertThat(answer.end())
                .isEqualTo(End.newBuilder()
                        .setReason(End.Reason.REASON_LENGTH)
                        .setPromptCharacters(13)
                        .setGeneratedCharacters(300)
                        .build());
    }

    @Test
    void saysFirstWhichVersionWritesAndThatItRepeatsExactly() throws Exception {
        Name name = served("announced", 3, TEXT);

        GenerateResponse first =
                caller.begin(Caller.request(name, "era", 1, 1).build()).next();

        assertThat(first.getStart())
                .isEqualTo(Start.newBuilder().setVersion(3).setExact(true).build());
    }

    @Test
    void goesOnWhereAStreamBroke() throws Exception {
        Name name = served("resumed", 1, TEXT);
        GenerateRequest.Builder request = Caller.request(name, "era", 100, 3);
        Answer whole = caller.generate(request.build());

        Answer rest = caller.generate(request.setSkip(60).build());

        assertThat(rest.characters()).isEqualTo(whole.characters().subList(60, 100));
        assertThat(rest.indices()).first().isEqualTo(60L);
        assertThat(rest.end().getGeneratedCharacters()).isEqualTo(100);
    }

    @Test
    void endsALineAtItsMark() throws Exception {
        Name name = served("lines", 1, LINES);

        Answer answer = caller.generate(Caller.request(name, "", 100_000, 5).build());

        assertThat(answer.end().getReason()).isEqualTo(End.Reason.REASON_END_MARK);
        assertThat(answer.end().getGeneratedCharacters())
                .isEqualTo(answer.characters().size());
    }

    @Test
    void namesTheModelsThereAreWhenOneIsUnknown() throws Exception {
        Name name = served("known", 4, TEXT);

        assertFails(
                () -> caller.generate(
                        Caller.request(new Name("unheard-of"), "", 10, 1).build()),
                Status.Code.NOT_FOUND,
                "no model 'unheard-of'",
                "known");
        assertFails(
                () -> caller.generate(
                        Caller.request(name, "", 10, 1).setVersion(3).build()),
                Status.Code.NOT_FOUND,
                "'known' has no version 3",
                "4");
    }

    @Test
    void namesEveryProblemOfARequest() throws Exception {
        Name name = served("strict", 1, TEXT);
        GenerateRequest request = Caller.request(name, "A1", 0, 1)
                .setSampling(Sampling.newBuilder().setTemperature(-1))
                .build();

        assertFails(
                () -> caller.generate(request),
                Status.Code.INVALID_ARGUMENT,
                "temperature is -1.0; use 0 to 10.0.",
                "max_characters is 0; use 1 to 1000000.",
                "'A' (U+0041), '1' (U+0031)");
        assertFails(
                () -> caller.generate(
                        GenerateRequest.newBuilder().setModel("No Name").build()),
                Status.Code.INVALID_ARGUMENT,
                "'No Name' is not a name");
    }

    @Test
    void servesANewVersionToNewStreamsWhileOldOnesFinish() throws Exception {
        Name name = served("swapped", 1, TEXT);
        GenerateRequest request = Caller.request(name, "era", 30_000, 2).build();
        Iterator<GenerateResponse> running = caller.begin(request);
        StringBuilder text = new StringBuilder(running.next().getText().getText());

        served("swapped", 2, TEXT);

        String ofTheNew = caller.generate(request).text();
        running.forEachRemaining(event -> text.append(event.getText().getText()));
        assertThat(ofTheNew).isNotEqualTo(text.toString());
        assertThat(caller.generate(request.toBuilder().setVersion(1).build()).text())
                .isEqualTo(text.toString());
        assertThat(caller.generate(request.toBuilder().setVersion(2).build()).text())
                .isEqualTo(ofTheNew);
        assertThat(service.metric("escriba_model_version{model=\"swapped\"}")).isEqualTo(2);
    }

    @Test
    void saysWhichSettingAModelNeedsWhoseStateIsTooLarge() throws Exception {
        Name small = served("small", 1, TEXT);
        ModelVersion large = new ModelVersion(new Name("large"), 1);
        TinyContext network = new TinyContext(TEXT, 8_192, 1);

        publisher.publish(network.manifest(large), network.onnx());

        await().atMost(SOON).until(() -> service.metric("escriba_model_loads_total{outcome=\"no_memory\"}") >= 1);
        assertFails(
                () -> caller.generate(Caller.request(large.name(), "", 10, 1).build()),
                Status.Code.FAILED_PRECONDITION,
                "'large@1' cannot be loaded",
                "Raise it");
        assertThat(caller.generate(Caller.request(small, "era", 10, 1).build()).characters())
                .hasSize(10);
        assertThat(service.isReady()).isTrue();
    }

    @Test
    void retiresAModel() throws Exception {
        Name name = served("retired", 1, TEXT);

        publisher.retire(name);

        await().atMost(SOON).until(() -> !caller.models().contains(new ModelVersion(name, 1)));
        assertFails(
                () -> caller.generate(Caller.request(name, "", 10, 1).build()),
                Status.Code.NOT_FOUND,
                "no model 'retired'");
    }

    @Test
    void letsASlowReaderHoldUpNobody() throws Exception {
        Name name = served("slow", 1, TEXT);
        GenerateRequest request = Caller.request(name, "era", 30_000, 9).build();
        Iterator<GenerateResponse> slow = caller.begin(request);
        StringBuilder text = new StringBuilder(slow.next().getText().getText());
        await().atMost(SOON).until(() -> service.metric("escriba_streams_paused") == 1);

        String undisturbed = caller.generate(request).text();

        slow.forEachRemaining(event -> text.append(event.getText().getText()));
        assertThat(text.toString()).isEqualTo(undisturbed);
    }

    @Test
    void writesLittleThatNobodyReads() throws Exception {
        Name name = served("unread", 1, TEXT);
        double before = service.metric("escriba_characters_generated_total");
        Context.CancellableContext call = Context.current().withCancellation();
        call.run(() ->
                caller.begin(Caller.request(name, "era", 1_000_000, 9).build()).next());

        await().atMost(SOON).until(() -> service.metric("escriba_streams_paused") == 1);

        // In the time of this one it would have as many characters, if it went on.
        int others = 30_000;
        caller.generate(Caller.request(name, "era", others, 8).build());
        assertThat(service.metric("escriba_characters_generated_total") - before - others)
                .isLessThan(MOST_UNREAD);
        call.cancel(null);
        await().atMost(SOON).until(() -> service.streams() == 0);
    }

    @Test
    void freesTheRowOfACallerThatGoesAway() throws Exception {
        Name name = served("gone", 1, TEXT);
        double cancelled = service.metric("escriba_streams_ended_total{reason=\"cancelled\"}");
        Context.CancellableContext call = Context.current().withCancellation();
        call.run(() ->
                caller.begin(Caller.request(name, "era", 1_000_000, 9).build()).next());

        call.cancel(null);

        await().atMost(SOON)
                .until(() -> service.metric("escriba_streams_ended_total{reason=\"cancelled\"}") == cancelled + 1);
        await().atMost(SOON).until(() -> service.streams() == 0);
        assertThat(service.log()).doesNotContain("A stream failed");
    }

    @Test
    void freesTheRowOfACallWhoseDeadlineHasPassed() throws Exception {
        Name name = served("late", 1, TEXT);
        GenerateRequest endless = Caller.request(name, "era", 1_000_000, 9).build();
        double cancelled = service.metric("escriba_streams_ended_total{reason=\"cancelled\"}");

        Iterator<GenerateResponse> events = caller.beginWithServersDeadline(endless, Duration.ofSeconds(2));
        assertThat(events.next().hasStart()).isTrue();

        await().atMost(SOON)
                .until(() -> service.metric("escriba_streams_ended_total{reason=\"cancelled\"}") == cancelled + 1);
        await().atMost(SOON).until(() -> service.streams() == 0);
        assertThat(service.log()).doesNotContain("A stream failed");
    }

    @Test
    void freesThePlaceOfAScoreWhoseDeadlineHasPassed() throws Exception {
        Name name = served("late-score", 1, TEXT);
        // More than gRPC buffers, so that it pauses, as nobody reads it.
        ScoreRequest large = ScoreRequest.newBuilder()
                .setModel(name.value())
                .setText("a".repeat(100_000))
                .setCandidates(20)
                .build();
        double cancelled = service.metric("escriba_streams_ended_total{reason=\"cancelled\"}");

        Iterator<ScoreResponse> events = caller.beginWithServersDeadline(large, Duration.ofSeconds(2));
        assertThat(events.next().getStart().getVersion()).isEqualTo(1);

        await().atMost(SOON)
                .until(() -> service.metric("escriba_streams_ended_total{reason=\"cancelled\"}") == cancelled + 1);
        await().atMost(SOON).until(() -> service.streams() == 0);
        assertThat(service.log()).doesNotContain("A text could not be scored");
    }

    @Test
    void endsATextBeforeAStopString() throws Exception {
        Name name = served("stopping", 1, TEXT);
        GenerateRequest.Builder request = Caller.request(name, "era", 200, 3);
        List<String> whole = caller.generate(request.build()).characters();
        String stop = String.join("", whole.subList(100, 104));
        String text = String.join("", whole);

        Answer answer =
                caller.generate(request.addStop(stop).addStop("never written").build());

        assertThat(answer.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
        assertThat(answer.end().getReason()).isEqualTo(End.Reason.REASON_STOP_STRING);
        assertThat(answer.end().getGeneratedCharacters())
                .isEqualTo(answer.characters().size());
    }

    @Test
    void goesOnWithATextThatHasBeenWritten() throws Exception {
        Name name = served("continued", 1, TEXT);
        GenerateRequest.Builder request = Caller.request(name, "era", 100, 3).setLogProbabilities(3);
        Answer whole = caller.generate(request.build());

        Answer rest = caller.generate(
                request.setWritten(String.join("", whole.characters().subList(0, 60)))
                        .build());

        assertThat(rest.characters()).isEqualTo(whole.characters().subList(60, 100));
        assertThat(rest.indices()).isEqualTo(whole.indices().subList(60, 100));
        assertThat(rest.logProbabilities()).isEqualTo(whole.logProbabilities().subList(60, 100));
        assertThat(rest.end()).isEqualTo(whole.end());
    }

    @Test
    void scoresATextAsItsWriterReportedIt() throws Exception {
        Name name = served("scored", 2, TEXT);
        Answer written = caller.generate(
                Caller.request(name, "era", 2_000, 3).setLogProbabilities(2).build());
        ScoreRequest.Builder request = ScoreRequest.newBuilder()
                .setModel(name.value())
                .setPrompt("era")
                .setCandidates(2);

        Score score = caller.score(request.setText(written.text()).build());

        assertThat(score.start())
                .isEqualTo(Start.newBuilder().setVersion(2).setExact(true).build());
        assertThat(score.text()).isEqualTo(written.text());
        assertThat(score.logProbabilities()).isEqualTo(written.logProbabilities());
        assertFails(
                () -> caller.score(request.setText("A?").setCandidates(-1).build()),
                Status.Code.INVALID_ARGUMENT,
                "candidates is -1; use 0 to 20.",
                "'A' (U+0041), '?' (U+003F)");
        assertThat(service.metric("escriba_streams_ended_total{reason=\"scored\"}"))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void answersAnyRequestWithAProperStatus() throws Exception {
        String name = served("any", 1, TEXT).value();
        RandomRequests requests =
                new RandomRequests(5, List.of(name, name, name, name, "absent", "", "x".repeat(100_000)));
        Map<Status.Code, Integer> codes = new EnumMap<>(Status.Code.class);

        for (int i = 0; i < 500; i++) {
            GenerateRequest generate = requests.generate();
            ScoreRequest score = requests.score();
            codes.merge(code(() -> caller.generate(generate)), 1, Integer::sum);
            codes.merge(code(() -> caller.score(score)), 1, Integer::sum);
        }

        assertThat(codes)
                .containsOnlyKeys(Status.Code.OK, Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND)
                .allSatisfy((code, count) -> assertThat(count).isGreaterThan(20));
        assertThat(service.log()).doesNotContain("A call failed", "A stream failed");
    }

    private static Status.Code code(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    @Test
    void refusesWhatCannotEvenWait() throws Exception {
        Name name = served("crowded", 1, TEXT);
        GenerateRequest endless = Caller.request(name, "era", 1_000_000, 9).build();
        Context.CancellableContext calls = Context.current().withCancellation();
        List<Iterator<GenerateResponse>> unread = new ArrayList<>();
        calls.run(() -> {
            for (int i = 0; i < MAX_STREAMS + MAX_WAITING; i++) {
                unread.add(caller.begin(endless));
            }
        });
        await().atMost(SOON).until(() -> service.streams() == unread.size());

        double refused = service.metric("escriba_streams_refused_total");
        assertFails(
                () -> caller.generate(endless), Status.Code.RESOURCE_EXHAUSTED, "8 streams may run", "4 more may wait");
        assertThat(service.metric("escriba_streams_refused_total")).isEqualTo(refused + 1);
        assertThat(service.metric("escriba_streams_places")).isEqualTo(MAX_STREAMS + MAX_WAITING);

        calls.cancel(null);
        await().atMost(SOON).until(() -> service.streams() == 0);
    }

    @BeforeEach
    void hasNoStreams() {
        await().atMost(SOON).until(() -> service.streams() == 0);
    }

    /** Publishes a version and waits until it serves. */
    private Name served(String name, long version, Vocabulary vocabulary) throws Exception {
        ModelVersion published = new ModelVersion(new Name(name), version);
        publisher.publish(published, gru(vocabulary, version));
        await().atMost(SOON).until(() -> caller.models().contains(published));
        return published.name();
    }

    private static TinyGru gru(Vocabulary vocabulary, long version) {
        return new TinyGru(vocabulary, 32, version);
    }

    private static void assertFails(ThrowingCallable call, Status.Code code, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code))
                .hasMessageContainingAll(words);
    }
}
