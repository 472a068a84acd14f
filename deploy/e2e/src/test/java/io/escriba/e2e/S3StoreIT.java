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
    void aModelThatIsHalfStoredIsNotAnnounced() throws Exception {
        List<Long> before = versions();
        server.stopWhileItReceives("PUT \\S*/model\\.onnx\\?\\S*partNumber=2", MIB);

        String events = train();

        assertThat(events)
                .doesNotContain("completed")
                .contains("failed")
                .contains("cannot be stored: 's3://models/escriba/maca/")
                .contains("The server cannot be reached, or broke off")
                .contains("Then order the training again.");
        assertThat(versions()).isEqualTo(before);
        server.startAgain();
        assertThat(server.keys().stream().filter(key -> key.endsWith("/model.onnx")))
                .hasSameSizeAs(before);
        assertThat(write("maca").statusCode()).isEqualTo(200);
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
        HttpResponse<String> published = cluster.send(
                HttpRequest.newBuilder(cluster.uri("/api/corpora/maca?spec=" + URLEncoder.encode(SPEC, UTF_8)))
                        .POST(BodyPublishers.ofString(TEXT)));
        assertThat(published.statusCode()).as(published.body()).isBetween(200, 299);
        String job = Json.read(published.body(), JsonNode.class).get("job").asText();
        return cluster.send(HttpRequest.newBuilder(cluster.uri("/api/training/" + job)))
                .body();
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
