package io.escriba.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.CorpusEvents;
import io.escriba.e2e.Cluster.Member;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicFollower;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every acknowledged upload is whole and every other one absent, whichever process dies in the middle of it. */
class UploadsSurviveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CHARACTERS = 6_000_000;

    private static Cluster cluster;

    @BeforeAll
    static void start(@TempDir Path directory) {
        cluster = Cluster.forTexts(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void statisticsEqualAFreshCountOfTheLog() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(announced()).isEqualTo(freshCount()));
    }

    @Test
    void aKilledGatewayLeavesNothingOfItsUpload() throws Exception {
        String text = text(1);
        assertThat(upload("before-gateway", text, () -> {})).isPresent();

        assertThat(upload("gateway", text, () -> cluster.kill(Member.GATEWAY))).isEmpty();
        cluster.start(Member.GATEWAY);

        assertThat(published()).containsEntry("before-gateway", text).doesNotContainKey("gateway");
        assertThat(upload("gateway", text, () -> {})).isPresent();
        assertThat(published()).containsEntry("gateway", text);
    }

    @Test
    void aKilledTrainerChangesNothing() throws Exception {
        String text = text(2);

        assertThat(upload("trainer", text, () -> cluster.kill(Member.TRAINER))).isPresent();
        cluster.start(Member.TRAINER);

        assertThat(published()).containsEntry("trainer", text);
    }

    @Test
    void anUploadDuringARestartOfTheBrokerIsWholeOrAbsent() throws Exception {
        String text = text(3);

        boolean acknowledged = upload("restart", text, () -> {
                    cluster.terminate(Member.BROKER);
                    cluster.start(Member.BROKER);
                })
                .isPresent();

        assertThat(published().get("restart")).isEqualTo(acknowledged ? text : null);
    }

    @Test
    void anUploadDuringTheDeathOfTheBrokerIsWholeOrAbsent() throws Exception {
        String text = text(4);

        boolean acknowledged = upload("death", text, () -> {
                    cluster.kill(Member.BROKER);
                    cluster.start(Member.BROKER);
                })
                .isPresent();

        assertThat(published().get("death")).isEqualTo(acknowledged ? text : null);
    }

    /** Sends a text and does something when half of it has been sent. Empty when it was not acknowledged. */
    private static Optional<JsonNode> upload(String corpus, String text, Runnable halfway) throws InterruptedException {
        byte[] bytes = text.getBytes(UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(cluster.uri("/api/corpora/" + corpus + "?train=false"))
                .POST(BodyPublishers.ofInputStream(() -> interrupted(bytes, halfway)));
        try {
            HttpResponse<String> answer = cluster.send(request);
            return answer.statusCode() == 200
                    ? Optional.of(Json.read(answer.body(), JsonNode.class))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static InputStream interrupted(byte[] bytes, Runnable halfway) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            private int sent;
            private boolean done;

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (!done && sent > bytes.length / 2) {
                    done = true;
                    halfway.run();
                }
                int count = super.read(into, offset, length);
                sent += Math.max(0, count);
                return count;
            }
        };
    }

    private static String text(int seed) {
        return new Random(seed)
                .ints(CHARACTERS, 0, 64)
                .map(i -> "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ\n.,éãçø".codePointAt(Math.min(i, 59)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What readers see of every corpus. */
    private static Map<String, String> published() throws Exception {
        Map<String, StringBuilder> texts = new TreeMap<>();
        read(Topic.CORPUS, record -> {
            if (CloudEvents.type(record.headers())
                    .filter(CorpusEvents.TEXT::equals)
                    .isPresent()) {
                texts.computeIfAbsent(record.key(), key -> new StringBuilder())
                        .append(new String(record.value(), UTF_8));
            }
        });
        Map<String, String> published = new TreeMap<>();
        texts.forEach((corpus, text) -> published.put(corpus, text.toString()));
        return published;
    }

    private static Map<String, String> freshCount() throws Exception {
        Map<String, String> counts = new TreeMap<>();
        published()
                .forEach((corpus, text) -> counts.put(
                        corpus,
                        figures(
                                text.codePoints().count(),
                                text.getBytes(UTF_8).length,
                                text.chars().filter(c -> c == '\n').count(),
                                text.codePoints().distinct().count())));
        return counts;
    }

    private static Map<String, String> announced() throws Exception {
        Map<String, String> counts = new TreeMap<>();
        HttpResponse<String> answer = cluster.send(HttpRequest.newBuilder(cluster.uri("/api/corpora")));
        for (JsonNode node : Json.read(answer.body(), JsonNode.class)) {
            Corpus corpus = Json.bind(node, Corpus.class);
            counts.put(
                    corpus.name().value(),
                    figures(corpus.characters(), corpus.bytes(), corpus.lines(), corpus.distinctCharacters()));
        }
        return counts;
    }

    private static String figures(long characters, long bytes, long lines, long distinct) {
        return characters + " characters, " + bytes + " bytes, " + lines + " lines, " + distinct + " distinct";
    }

    private static void read(Topic topic, Consumer<ConsumerRecord<String, byte[]>> handler) throws Exception {
        try (TopicFollower follower =
                TopicFollower.start(Map.of("bootstrap.servers", cluster.kafka()), topic, handler)) {
            follower.caughtUp().get();
        }
    }
}
