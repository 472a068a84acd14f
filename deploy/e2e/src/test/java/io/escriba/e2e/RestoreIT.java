package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.e2e.Cluster.Member;
import io.escriba.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything is there again from a copy of Kafka's directory and one of the store, as docs/operations.md says. */
class RestoreIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TEXT = "João comeu a maçã, e Conceição riu: «ça va?» ".repeat(20);
    private static final String SPEC = "%7B%22steps%22:60,%22hiddenSize%22:32%7D";

    @TempDir
    private Path directory;

    @Test
    void allIsAsBeforeAndGoesOnFromThere() throws Exception {
        Path lives = directory.resolve("lives");
        Path kept = directory.resolve("kept");
        String job;
        JsonNode before;
        String written;
        String toldBefore;
        try (Cluster first = Cluster.withStore(lives)) {
            job = train(first);
            toldBefore = events(first, job);
            before = get(first, "/api/corpora/maca");
            written = write(first);
            // As a snapshot of its volume has it: nothing was told to stop.
            first.kill(Member.BROKER);
            copy(lives.resolve("kafka"), kept.resolve("kafka"));
            copy(lives.resolve("models"), kept.resolve("models"));
        }
        delete(lives);
        copy(kept.resolve("models"), lives.resolve("models"));
        copy(kept.resolve("kafka"), lives.resolve("kafka"));

        try (Cluster second = Cluster.withStore(lives)) {
            await().atMost(PATIENCE)
                    .until(() -> get(second, "/api/corpora/maca").equals(before));
            assertThat(get(second, "/api/corpora/maca/text").get("text").asText())
                    .isEqualTo(TEXT);
            assertThat(write(second)).isEqualTo(written);
            List<Long> versions = versions(second);
            String told = events(second, job);
            assertThat(told).isEqualTo(toldBefore).containsOnlyOnce("\"type\":\"started\"");

            String next = train(second);

            // It comes after the other in the log of jobs: if that were trained again, it would have been by now.
            assertThat(events(second, job)).isEqualTo(told);
            assertThat(versions(second))
                    .hasSize(versions.size() + 1)
                    .startsWith(versions.toArray(Long[]::new))
                    .isSorted();
            await().atMost(PATIENCE).until(() -> second.metric(Member.TRAINER, "escriba_training_jobs_total") == 1);
            assertThat(get(second, "/api/training").findValuesAsText("id")).containsExactlyInAnyOrder(job, next);
        }
    }

    /** Publishes the text (again) and returns the job, which has ended. */
    private static String train(Cluster cluster) throws IOException, InterruptedException {
        HttpResponse<String> published =
                cluster.send(HttpRequest.newBuilder(cluster.uri("/api/corpora/maca?spec=" + SPEC))
                        .POST(BodyPublishers.ofString(TEXT)));
        assertThat(published.statusCode()).as(published.body()).isEqualTo(200);
        String job = Json.read(published.body(), JsonNode.class).get("job").asText();
        assertThat(events(cluster, job)).contains("completed");
        return job;
    }

    /** All that is told of a job, when it has ended. */
    private static String events(Cluster cluster, String job) throws IOException, InterruptedException {
        return cluster.send(HttpRequest.newBuilder(cluster.uri("/api/training/" + job)))
                .body();
    }

    private static String write(Cluster cluster) throws IOException, InterruptedException {
        await().atMost(PATIENCE).until(() -> cluster.metric(Member.INFERENCE, "escriba_model_version") > 0);
        HttpResponse<String> created = cluster.send(HttpRequest.newBuilder(cluster.uri("/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"maca\",\"prompt\":\"Jo\",\"max_tokens\":200,\"seed\":5}")));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        return Json.read(created.body(), JsonNode.class).at("/choices/0/text").asText();
    }

    private static List<Long> versions(Cluster cluster) throws IOException, InterruptedException {
        List<Long> versions = new ArrayList<>();
        get(cluster, "/api/models/maca")
                .get("versions")
                .forEach(version -> versions.add(version.get("version").asLong()));
        return versions;
    }

    private static JsonNode get(Cluster cluster, String path) throws IOException, InterruptedException {
        return Json.read(cluster.send(HttpRequest.newBuilder(cluster.uri(path))).body(), JsonNode.class);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static void delete(Path directory) throws IOException {
        for (Path file :
                files(directory).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
    }

    /** Everything in a directory, each after what it lies in. */
    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList();
        }
    }
}
