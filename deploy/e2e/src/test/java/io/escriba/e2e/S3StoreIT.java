package io.escriba.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.e2e.Cluster.Member;
import io.escriba.json.Json;
import io.escriba.s3server.S3Server;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models go through S3, and none of which the server has only half is announced or loaded. */
class S3StoreIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TEXT = "João comeu a maçã, e Conceição riu: «ça va?» ".repeat(20);
    /** Large enough for its file to be sent in parts, and trained as little as can be. */
    private static final String SPEC = "{\"hiddenSize\":768,\"layers\":1,\"ngramContext\":0,\"sequenceLength\":16,"
            + "\"batchSize\":4,\"steps\":2,\"sampleLength\":10}";

    private static final int MIB = 1 << 20;

    private static S3Server server;
    private static Cluster cluster;

    @BeforeAll
    static void serveAVersion(@TempDir Path directory) throws Exception {
        server = S3Server.start();
        cluster = Cluster.withStore(
                directory,
                "-Describa.store=s3://" + S3Server.BUCKET + "/escriba",
                "-Describa.s3.endpoint=" + server.endpoint(),
                "-Describa.s3.path-style=true",
                "-Describa.s3.part-size=5M",
                "-Describa.s3.attempts=2",
                "-Daws.accessKeyId=" + S3Server.ACCESS_KEY_ID,
                "-Daws.secretAccessKey=" + S3Server.SECRET_ACCESS_KEY);
        assertThat(train()).contains("completed");
        awaitServing(versions().get(0));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        server.close();
    }

    @AfterEach
    void serverIsBack() throws Exception {
        server.stop();
        server.startAgain();
    }

    @Test
    void aTrainingWaitsForItsStoreAndOthersWaitForIt() throws Exception {
        List<Long> before = versions();
        server.stopWhileItReceives("PUT \\S*/model\\.onnx\\?\\S*partNumber=2", MIB);

        String running = order();
        String queued = order();

        server.awaitStop();
        await().atMost(PATIENCE).until(() -> cluster.metric(Member.TRAINER, "escriba_store_away") == 1);
        assertThat(state(running)).isEqualTo("running");
        assertThat(state(queued)).isEqualTo("queued");
        assertThat(versions()).isEqualTo(before);
        assertThat(cluster.log(Member.TRAINER)
                        .lines()
                        .filter(line -> line.contains("Trainings wait until it can be used")))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                "WARN",
                                "cannot be written",
                                "The server cannot be reached, or broke off",
                                "escriba.s3.endpoint"));
        server.startAgain();
        assertThat(events(running))
                .contains("completed")
                .containsOnlyOnce("\"type\":\"started\"")
                .doesNotContain("failed");
        assertThat(events(queued)).contains("completed");
        assertThat(cluster.metric(Member.TRAINER, "escriba_store_away")).isZero();
        assertThat(versions()).hasSize(before.size() + 2);
        awaitServing(newest());
        assertThat(write("maca").statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongBucketIsToldAtTheStartAndNothingEndsForIt() throws Exception {
        for (Member member : List.of(Member.TRAINER, Member.INFERENCE)) {
            cluster.terminate(member);
            cluster.start(member, "-Describa.store=s3://elsewhere/escriba");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    cluster.log(member).lines().filter(line -> line.contains("elsewhere'")))
                            .singleElement()
                            .asString()
                            .contains("WARN", "There is no bucket 'elsewhere'. Create it, or correct escriba.store."));
            await().atMost(PATIENCE).until(() -> cluster.metric(member, "escriba_store_away") == 1);
            assertThat(cluster.isRunning(member)).isTrue();
            cluster.terminate(member);
            cluster.start(member);
            await().atMost(PATIENCE).until(() -> cluster.log(member).contains("s3://models/escriba."));
            assertThat(cluster.metric(member, "escriba_store_away")).isZero();
        }
        awaitServing(newest());
    }

    @Test
    void aModelThatIsHalfReadIsNotLoadedUntilTheServerIsBack() throws Exception {
        long before = newest();
        server.stopWhileItSends("GET \\S*/model\\.onnx", MIB);

        assertThat(train()).contains("completed");

        server.awaitStop();
        await().atMost(PATIENCE).until(() -> inferenceMetrics().lines().anyMatch(S3StoreIT::saysThatTheStoreIsAway));
        assertThat(newest()).isGreaterThan(before);
        awaitServing(before);
        // By its number, because the gateway takes a name for the newest version that is announced.
        assertThat(write("maca@" + before).statusCode()).isEqualTo(200);
        server.startAgain();
        awaitServing(newest());
        assertThat(write("maca").statusCode()).isEqualTo(200);
    }

    /** Trains one more version, and returns all that is told of it. */
    private static String train() throws IOException, InterruptedException {
        return events(order());
    }

    /** Orders one more version, and returns its job. */
    private static String order() throws IOException, InterruptedException {
        HttpResponse<String> published = cluster.send(
                HttpRequest.newBuilder(cluster.uri("/api/corpora/maca?spec=" + URLEncoder.encode(SPEC, UTF_8)))
                        .POST(BodyPublishers.ofString(TEXT)));
        assertThat(published.statusCode()).as(published.body()).isBetween(200, 299);
        return Json.read(published.body(), JsonNode.class).get("job").asText();
    }

    /** All that is told of a job, when it has ended. */
    private static String events(String job) throws IOException, InterruptedException {
        return cluster.send(HttpRequest.newBuilder(cluster.uri("/api/training/" + job)))
                .body();
    }

    private static String state(String job) throws IOException, InterruptedException {
        String jobs = cluster.send(HttpRequest.newBuilder(cluster.uri("/api/training")))
                .body();
        return Json.read(jobs, JsonNode.class).findParents("id").stream()
                .filter(found -> found.get("id").asText().equals(job))
                .map(found -> found.get("state").asText())
                .findFirst()
                .orElseThrow();
    }

    /** The versions that have been announced. */
    private static List<Long> versions() throws IOException, InterruptedException {
        String model = cluster.send(HttpRequest.newBuilder(cluster.uri("/api/models/maca")))
                .body();
        List<Long> versions = new ArrayList<>();
        Json.read(model, JsonNode.class)
                .get("versions")
                .forEach(version -> versions.add(version.get("version").asLong()));
        return versions;
    }

    private static long newest() throws IOException, InterruptedException {
        List<Long> versions = versions();
        return versions.get(versions.size() - 1);
    }

    private static void awaitServing(long version) {
        await().atMost(PATIENCE)
                .until(() -> (long) cluster.metric(Member.INFERENCE, "escriba_model_version") == version);
    }

    private static String inferenceMetrics() throws IOException, InterruptedException {
        return cluster.send(HttpRequest.newBuilder(cluster.uri(Member.INFERENCE, "/q/metrics")))
                .body();
    }

    private static boolean saysThatTheStoreIsAway(String series) {
        return series.startsWith("escriba_model_loads_total{outcome=\"store_away\"}") && !series.endsWith(" 0.0");
    }

    private static HttpResponse<String> write(String model) throws IOException, InterruptedException {
        return cluster.send(HttpRequest.newBuilder(cluster.uri("/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\",\"prompt\":\"Jo\",\"max_tokens\":5}")));
    }
}
