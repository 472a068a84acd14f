package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.e2e.Cluster.Member;
import io.escriba.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens from SIGTERM to the end of a process while fifty texts are being read. */
class DrainIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TEXT = "João comeu a maçã, e Conceição riu: «ça va?» ".repeat(20);
    private static final int STREAMS = 50;
    private static final int CHARACTERS = 10_000;
    private static final int BEGUN = 400;

    /** A text takes longer than the drain, and is too long to wait in the gateway for its reader. */
    private static final int PACE = 400;

    private static final String DRAIN = "-Describa.inference.drain=PT12S";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static ExecutorService threads;
    private static Cluster cluster;
    private static List<String> undisturbed;

    @BeforeAll
    static void writeUndisturbed(@TempDir Path directory) throws Exception {
        threads = Executors.newCachedThreadPool();
        cluster = Cluster.forEverything(directory);
        train();
        cluster.terminate(Member.TRAINER);
        cluster.terminate(Member.SECOND_INFERENCE);
        cluster.start(Member.SECOND_INFERENCE, DRAIN);
        awaitStreamsOnBoth();
        undisturbed = texts(readers(0, Member.GATEWAY));
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

    @Test
    void inferenceIsNotReadyTakesNothingNewAndWhatItDoesNotFinishGoesOnElsewhere() throws Exception {
        double failovers = cluster.metric(Member.GATEWAY, "escriba_failovers_total");
        List<Reading> readings = readers(PACE, Member.GATEWAY);
        awaitBegin(readings);
        double given = given(Member.SECOND_INFERENCE);
        await().atMost(PATIENCE).until(() -> under(Member.INFERENCE) + under(Member.SECOND_INFERENCE) == STREAMS);

        CompletableFuture<Void> ended =
                CompletableFuture.runAsync(() -> cluster.terminate(Member.SECOND_INFERENCE), threads);

        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> ready(Member.SECOND_INFERENCE) == 503);
        List<HttpResponse<InputStream>> more = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            more.add(open(create(seed, CHARACTERS, PACE)));
        }
        assertThat(more).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(given(Member.SECOND_INFERENCE)).isEqualTo(given);
        for (HttpResponse<InputStream> answer : more) {
            answer.body().close();
        }
        ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(readings).noneMatch(reading -> reading.text().isDone());
        assertThat(texts(readings)).isEqualTo(undisturbed);
        assertThat(readings).allMatch(reading -> reading.reader().connections() == 1);
        assertThat(cluster.metric(Member.GATEWAY, "escriba_failovers_total") - failovers)
                .isGreaterThanOrEqualTo(STREAMS / 2.0);
        cluster.start(Member.SECOND_INFERENCE, DRAIN);
        awaitStreamsOnBoth();
    }

    @Test
    void readersOfAGatewayGoOnAtAnother() throws Exception {
        List<Reading> readings = readers(PACE, Member.GATEWAY, Member.SECOND_GATEWAY);
        awaitBegin(readings);

        cluster.terminate(Member.GATEWAY);

        assertThat(readings).noneMatch(reading -> reading.text().isDone());
        assertThat(texts(readings)).isEqualTo(undisturbed);
        assertThat(readings).allMatch(reading -> reading.reader().connections() >= 2);
        cluster.start(Member.GATEWAY);
        awaitStreamsOnBoth();
    }

    /** A stream and its reader. */
    private record Reading(ReconnectingReader reader, Future<String> text) {}

    private static List<Reading> readers(int pace, Member... gateways) {
        return IntStream.range(0, STREAMS)
                .mapToObj(seed -> create(seed, CHARACTERS, pace))
                .map(path -> new ReconnectingReader(
                        HTTP,
                        Stream.of(gateways)
                                .map(gateway -> cluster.uri(gateway, path))
                                .toList()))
                .map(reader -> new Reading(reader, threads.submit(reader)))
                .toList();
    }

    private static void awaitBegin(List<Reading> readings) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() ->
                        readings.stream().allMatch(reading -> reading.reader().characters() >= BEGUN));
    }

    private static List<String> texts(List<Reading> readings) throws Exception {
        List<String> all = new ArrayList<>();
        for (Reading reading : readings) {
            all.add(reading.text().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return all;
    }

    private static void train() throws IOException, InterruptedException {
        HttpResponse<String> published = cluster.send(
                HttpRequest.newBuilder(cluster.uri("/api/corpora/maca?spec=%7B%22steps%22:60,%22hiddenSize%22:32%7D"))
                        .POST(BodyPublishers.ofString(TEXT)));
        assertThat(published.statusCode()).as(published.body()).isBetween(200, 299);
        await().atMost(PATIENCE)
                .until(() -> cluster.send(HttpRequest.newBuilder(cluster.uri("/api/models/maca")))
                                .statusCode()
                        == 200);
    }

    /** Returns the path of a new stream, which is the same at all gateways. */
    private static String create(int seed, int characters, int pace) {
        String request = "{\"model\":\"maca\",\"prompt\":\"\",\"temperature\":1.2,\"ignoreEnd\":true,\"maxCharacters\":"
                + characters + ",\"seed\":" + seed + (pace > 0 ? ",\"pace\":" + pace : "") + "}";
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

    private static HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(cluster.uri(path)).build(), BodyHandlers.ofInputStream());
    }

    private static void awaitStreamsOnBoth() {
        String path = create(0, 100_000, 0);
        await().atMost(PATIENCE).until(() -> {
            List<HttpResponse<InputStream>> two = List.of(open(path), open(path));
            try {
                return under(Member.INFERENCE) == 1 && under(Member.SECOND_INFERENCE) == 1;
            } finally {
                for (HttpResponse<InputStream> answer : two) {
                    answer.body().close();
                }
            }
        });
        await().atMost(PATIENCE).until(() -> under(Member.INFERENCE) == 0 && under(Member.SECOND_INFERENCE) == 0);
    }

    private static int ready(Member member) throws IOException, InterruptedException {
        return cluster.send(HttpRequest.newBuilder(cluster.uri(member, "/q/health/ready")))
                .statusCode();
    }

    /** Streams that are there. */
    private static double under(Member member) throws IOException, InterruptedException {
        return cluster.metric(member, "escriba_streams_running")
                + cluster.metric(member, "escriba_streams_waiting")
                + cluster.metric(member, "escriba_streams_paused");
    }

    /** The streams that it has begun to write since it was started. */
    private static double given(Member member) throws IOException, InterruptedException {
        return cluster.metric(member, "escriba_time_to_first_character_seconds_count");
    }
}
