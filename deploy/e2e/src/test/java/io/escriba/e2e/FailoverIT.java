package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.e2e.Cluster.Member;
import io.escriba.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every reader gets exactly the text that it would have got undisturbed, whichever process ends in the middle of it. */
class FailoverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TEXT = "João comeu a maçã, e Conceição riu: «ça va?» ".repeat(60);
    private static final int STREAMS = 50;
    private static final int CHARACTERS = 8_000;

    /** Every reader has so many when something is ended. */
    private static final int BEGUN = 300;

    /** At least one snapshot has been taken of each text. */
    private static final int REMEMBERED = 1_500;

    /** For so long no inference process runs. */
    private static final Duration AWAY = Duration.ofSeconds(10);

    /** Running streams go on elsewhere almost at once when a process is told to stop. */
    private static final String SHORT_DRAIN = "-Describa.inference.drain=PT0.1S";

    private static final List<Member> INFERENCE = List.of(Member.INFERENCE, Member.SECOND_INFERENCE);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static ExecutorService threads;
    private static Cluster cluster;
    private static List<String> paths;
    private static List<String> undisturbed;

    @BeforeAll
    static void writeUndisturbed(@TempDir Path directory) throws Exception {
        threads = Executors.newCachedThreadPool();
        cluster = Cluster.forEverything(directory);
        train();
        cluster.terminate(Member.TRAINER);
        paths = create(0);
        awaitStreamsOnBoth();
        undisturbed = new Reading(Member.GATEWAY).texts();
        assertThat(undisturbed)
                .doesNotHaveDuplicates()
                .allSatisfy(text ->
                        assertThat(text.codePointCount(0, text.length())).isEqualTo(CHARACTERS));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        threads.shutdownNow();
    }

    @AfterEach
    void startAgain() {
        Stream.of(Member.INFERENCE, Member.SECOND_INFERENCE, Member.GATEWAY)
                .filter(member -> !cluster.isRunning(member))
                .forEach(member -> cluster.start(member));
        awaitStreamsOnBoth();
    }

    @Test
    void aKilledInferenceProcessIsNotNoticed() throws Exception {
        assertUnnoticed(reading -> cluster.kill(Member.INFERENCE));
    }

    @Test
    void anInferenceProcessThatIsToldToStopIsNotNoticed() throws Exception {
        cluster.terminate(Member.SECOND_INFERENCE);
        cluster.start(Member.SECOND_INFERENCE, SHORT_DRAIN);
        awaitStreamsOnBoth();

        assertUnnoticed(reading -> cluster.terminate(Member.SECOND_INFERENCE));
    }

    @Test
    void readersWaitUntilInferenceProcessesAreBack() throws Exception {
        assertUnnoticed(reading -> {
            INFERENCE.forEach(cluster::kill);
            reading.awaitSilence(AWAY);
            INFERENCE.forEach(member -> cluster.start(member));
        });
    }

    @Test
    void anInferenceProcessThatStandsStillIsNotNoticed() throws Exception {
        try {
            assertUnnoticed(reading -> cluster.suspend(Member.INFERENCE));

            // Nothing new is asked of it, though its port still takes connections.
            assertThat(new Reading(Member.GATEWAY).texts()).isEqualTo(undisturbed);
        } finally {
            cluster.resume(Member.INFERENCE);
        }
    }

    @Test
    void readersOfAKilledGatewayGoOnAtAnother() throws Exception {
        List<String> newPaths = create(STREAMS);
        Reading reading = new Reading(newPaths, Member.GATEWAY, Member.SECOND_GATEWAY);
        reading.awaitAll(REMEMBERED);

        cluster.kill(Member.GATEWAY);

        List<String> texts = reading.texts();
        assertThat(texts).isEqualTo(new Reading(newPaths, Member.SECOND_GATEWAY).texts());
        assertThat(reading.readers).allMatch(reader -> reader.connections() >= 2);
        // What they had read was not written again, unless the machine was too busy to say in time what is kept.
        assertThat(cluster.metric(Member.SECOND_GATEWAY, "escriba_snapshots_sought_total"))
                .isEqualTo(STREAMS);
        assertThat(cluster.metric(Member.SECOND_GATEWAY, "escriba_snapshots_sought_total{found=\"true\"}"))
                .isGreaterThan(STREAMS / 2);
    }

    @Test
    void streamsAreDividedEvenly() throws Exception {
        double first = cluster.metric(Member.INFERENCE, "escriba_streams_ended_total");
        double second = cluster.metric(Member.SECOND_INFERENCE, "escriba_streams_ended_total");

        assertThat(new Reading(Member.GATEWAY).texts()).isEqualTo(undisturbed);

        assertThat(cluster.metric(Member.INFERENCE, "escriba_streams_ended_total") - first)
                .isEqualTo(STREAMS / 2);
        assertThat(cluster.metric(Member.SECOND_INFERENCE, "escriba_streams_ended_total") - second)
                .isEqualTo(STREAMS / 2);
    }

    @Test
    void onlyWhenEveryProcessIsFullIsAReaderRefused() throws Exception {
        INFERENCE.forEach(cluster::terminate);
        cluster.start(Member.INFERENCE, "-Describa.inference.max-streams=3", "-Describa.inference.max-waiting=0");
        cluster.start(
                Member.SECOND_INFERENCE, "-Describa.inference.max-streams=1", "-Describa.inference.max-waiting=0");
        awaitStreamsOnBoth();
        List<HttpResponse<InputStream>> taken = new ArrayList<>();
        try {
            for (int seed = 0; seed < 4; seed++) {
                taken.add(open(create(seed, 100_000)));
            }

            HttpResponse<InputStream> refused = open(create(4, 100_000));
            taken.add(refused);

            assertThat(taken).extracting(HttpResponse::statusCode).containsExactly(200, 200, 200, 200, 429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(cluster.metric(Member.SECOND_INFERENCE, "escriba_streams_refused_total"))
                    .isGreaterThanOrEqualTo(2);
        } finally {
            close(taken);
            INFERENCE.forEach(cluster::terminate);
        }
    }

    private interface Disturbance {
        void happens(Reading reading) throws Exception;
    }

    private static void assertUnnoticed(Disturbance disturbance) throws Exception {
        double before = cluster.metric(Member.GATEWAY, "escriba_failovers_total");
        Reading reading = new Reading(Member.GATEWAY);
        reading.awaitAll(BEGUN);

        disturbance.happens(reading);

        assertThat(reading.texts()).isEqualTo(undisturbed);
        assertThat(reading.readers).allMatch(reader -> reader.connections() == 1);
        assertThat(cluster.metric(Member.GATEWAY, "escriba_failovers_total")).isGreaterThan(before);
    }

    /** All streams, each with a reader. */
    private static final class Reading {
        private final List<ReconnectingReader> readers;
        private final List<Future<String>> texts;

        Reading(Member... gateways) {
            this(paths, gateways);
        }

        Reading(List<String> streams, Member... gateways) {
            readers = streams.stream()
                    .map(path -> new ReconnectingReader(
                            HTTP,
                            Stream.of(gateways)
                                    .map(gateway -> cluster.uri(gateway, path))
                                    .toList()))
                    .toList();
            texts = readers.stream().map(threads::submit).toList();
        }

        /** Returns when all are in the middle of it, and each has so many characters. */
        void awaitAll(int characters) {
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(PATIENCE)
                    .until(() -> readers.stream().allMatch(reader -> reader.characters() >= characters));
            assertThat(texts).noneMatch(Future::isDone);
        }

        /** Returns when nothing has come for so long. Nobody may be told meanwhile that it is over. */
        void awaitSilence(Duration time) {
            AtomicLong last = new AtomicLong();
            await().during(time).atMost(PATIENCE).until(() -> {
                long characters = readers.stream()
                        .mapToLong(ReconnectingReader::characters)
                        .sum();
                return last.getAndSet(characters) == characters;
            });
            assertThat(texts).noneMatch(Future::isDone);
        }

        List<String> texts() throws Exception {
            List<String> all = new ArrayList<>();
            for (Future<String> text : texts) {
                all.add(text.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return all;
        }
    }

    private static void train() throws IOException, InterruptedException {
        HttpResponse<String> published = cluster.send(HttpRequest.newBuilder(
                        cluster.uri("/api/corpora/maca?spec=%7B%22timeBudget%22:%22PT4S%22,%22hiddenSize%22:64%7D"))
                .POST(BodyPublishers.ofString(TEXT)));
        assertThat(published.statusCode()).as(published.body()).isBetween(200, 299);
        await().atMost(PATIENCE)
                .until(() -> cluster.send(HttpRequest.newBuilder(cluster.uri("/api/models/maca")))
                                .statusCode()
                        == 200);
    }

    /** The paths of all streams, with texts of their own for each first seed. */
    private static List<String> create(int firstSeed) {
        return IntStream.range(firstSeed, firstSeed + STREAMS)
                .mapToObj(seed -> create(seed, CHARACTERS))
                .toList();
    }

    /** Returns the path of a new stream, which is the same at all gateways. */
    private static String create(int seed, int characters) {
        String request = "{\"model\":\"maca\",\"prompt\":\"\",\"temperature\":1.2,\"ignoreEnd\":true,\"maxCharacters\":"
                + characters + ",\"seed\":" + seed + "}";
        try {
            HttpResponse<String> created = cluster.send(
                    HttpRequest.newBuilder(cluster.uri("/api/streams")).POST(BodyPublishers.ofString(request)));
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            return "/api/streams/"
                    + Json.read(created.body(), JsonNode.class).get("id").asText();
        } catch (IOException e) {
            throw new AssertionError("The gateway does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }

    /** Begins to read a stream, and takes no more than its beginning. */
    private static HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        URI address = cluster.uri(path);
        return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
    }

    private static void close(List<HttpResponse<InputStream>> answers) throws IOException {
        for (HttpResponse<InputStream> answer : answers) {
            answer.body().close();
        }
    }

    /** Returns when the gateway gives streams to both inference processes, and none are left there. */
    private static void awaitStreamsOnBoth() {
        String path = create(0, 100_000);
        await().atMost(PATIENCE).until(() -> {
            List<HttpResponse<InputStream>> two = List.of(open(path), open(path));
            try {
                return streams(Member.INFERENCE) == 1 && streams(Member.SECOND_INFERENCE) == 1;
            } finally {
                close(two);
            }
        });
        await().atMost(PATIENCE).until(() -> streams(Member.INFERENCE) == 0 && streams(Member.SECOND_INFERENCE) == 0);
    }

    private static double streams(Member member) throws IOException, InterruptedException {
        return cluster.metric(member, "escriba_streams_running")
                + cluster.metric(member, "escriba_streams_waiting")
                + cluster.metric(member, "escriba_streams_paused");
    }
}
