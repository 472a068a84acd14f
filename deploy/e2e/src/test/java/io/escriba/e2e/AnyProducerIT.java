package io.escriba.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can produce to Kafka can publish; one corpus may come from all of them. */
class AnyProducerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Cluster cluster;

    @BeforeAll
    static void start(@TempDir Path directory) {
        cluster = Cluster.forTexts(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void oneCorpusFromFourProducers() throws Exception {
        kcat("Ó mar salgado,\nquanto do teu sal\n");
        awaitText("Ó mar salgado,\nquanto do teu sal\n");
        consoleProducer("São lágrimas de Portugal!\n");
        awaitText("Ó mar salgado,\nquanto do teu sal\nSão lágrimas de Portugal!\n");
        upload("Por te cruzarmos,");
        javaProducer(" quantas mães choraram");
        awaitText("""
                Ó mar salgado,
                quanto do teu sal
                São lágrimas de Portugal!
                Por te cruzarmos, quantas mães choraram
                """);

        JsonNode corpus = corpus();
        assertThat(corpus.get("lines").asInt()).isEqualTo(4);
        assertThat(corpus.get("sealed").asBoolean()).isFalse();
    }

    @Test
    void whatNobodyCanReadIsListedAndTheNextRecordIsRead() throws Exception {
        Command broken = Command.run("x", List.of("kcat", "-P", "-b", cluster.kafka(), "-t", "escriba.corpus"));
        assertThat(broken.status()).as(broken.err()).isZero();
        Command named = Command.run("x", kcatTo("Not A Name"));
        assertThat(named.status()).as(named.err()).isZero();
        Command good = Command.run("good", kcatTo("after-dead-letters"));
        assertThat(good.status()).as(good.err()).isZero();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/api/dead-letters")
                                .findValuesAsText("reason")
                                .toString())
                        .contains("has no key")
                        .contains("no corpus name"));
        await().atMost(PATIENCE)
                // Until the statistics know it, the answer is a problem without this field.
                .untilAsserted(() -> assertThat(get("/api/corpora/after-dead-letters")
                                .path("characters")
                                .asInt())
                        .isEqualTo(5));
    }

    private static void kcat(String lines) {
        Command kcat = Command.run(lines, kcatTo("mar"));
        assertThat(kcat.status()).as(kcat.err()).isZero();
    }

    private static List<String> kcatTo(String corpus) {
        return List.of("kcat", "-P", "-b", cluster.kafka(), "-t", "escriba.corpus", "-k", corpus);
    }

    private static void consoleProducer(String lines) {
        Command console = Command.run(
                "mar\t" + lines,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.kafka.tools.ConsoleProducer",
                        "--bootstrap-server",
                        cluster.kafka(),
                        "--topic",
                        "escriba.corpus",
                        "--property",
                        "parse.key=true"));
        assertThat(console.status()).as(console.out() + console.err()).isZero();
    }

    private static void javaProducer(String line) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("escriba.corpus", "mar", line)).get();
        }
    }

    private static void upload(String text) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(cluster.uri("/api/corpora/mar?seal=false"))
                .POST(BodyPublishers.ofString(text, UTF_8));
        assertThat(cluster.send(request).statusCode()).isEqualTo(200);
    }

    /** Waits until the gateway shows this as the text of the corpus. */
    private static void awaitText(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(corpus().path("characters").asInt()).isEqualTo(text.codePointCount(0, text.length()));
            assertThat(get("/api/corpora/mar/text").get("text").asText()).isEqualTo(text);
        });
    }

    private static JsonNode corpus() throws IOException, InterruptedException {
        return get("/api/corpora/mar");
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        return Json.read(cluster.send(HttpRequest.newBuilder(cluster.uri(path))).body(), JsonNode.class);
    }
}
