package io.escriba.gateway.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.store.Sha256;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class CorpusIT extends RunningGateway {
    @Test
    void storesATextAsItIsThenItsSeal() {
        String text = "João\r\nInês 😀\n";

        Answer answer = http.post("/api/corpora/exact?model=poeta&spec=%7B%22layers%22:1%7D", text);

        assertThat(answer.status()).isEqualTo(200);
        JsonNode receipt = answer.json();
        List<ConsumerRecord<String, byte[]>> records = log.await(Topic.CORPUS, "exact", 2);
        assertThat(records)
                .extracting(record -> CloudEvents.type(record.headers()).orElse(""))
                .containsExactly(CorpusEvents.TEXT, CorpusEvents.SEALED);
        assertThat(records.get(0).value()).isEqualTo(text.getBytes(UTF_8));
        String sha256 = Sha256.of(text.getBytes(UTF_8));
        assertThat(Json.read(records.get(1).value(), CorpusSealed.class))
                .isEqualTo(new CorpusSealed(
                        13,
                        sha256,
                        Optional.of(true),
                        Optional.of(new Name("poeta")),
                        Optional.of(Json.read("{\"layers\":1}", JsonNode.class))));
        assertThat(receipt.get("name").asText()).isEqualTo("exact");
        assertThat(receipt.get("characters").asLong()).isEqualTo(13);
        assertThat(receipt.get("bytes").asLong()).isEqualTo(text.getBytes(UTF_8).length);
        assertThat(receipt.get("sha256").asText()).isEqualTo(sha256);
        assertThat(receipt.get("partition").asInt()).isEqualTo(records.get(0).partition());
        assertThat(receipt.get("firstOffset").asLong()).isEqualTo(records.get(0).offset());
        assertThat(receipt.get("lastOffset").asLong()).isEqualTo(records.get(1).offset());
        assertThat(receipt.get("sealed").asBoolean()).isTrue();
        assertThat(receipt.get("job").asText())
                .isEqualTo("poeta-" + records.get(1).partition() + "-"
                        + records.get(1).offset());
    }

    @Test
    void storesALongTextWhoseLengthIsNotToldBeforehand() {
        byte[] text = "Ação, ção! ".repeat(100_000).getBytes(UTF_8);

        Answer answer =
                http.post("/api/corpora/long", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text)));

        assertThat(answer.status()).isEqualTo(200);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        log
                .await(
                        Topic.CORPUS,
                        "long",
                        (text.length + CorpusEvents.CHUNK_BYTES - 1) / CorpusEvents.CHUNK_BYTES + 1)
                .stream()
                .filter(record -> CloudEvents.type(record.headers()).equals(Optional.of(CorpusEvents.TEXT)))
                .forEach(record -> {
                    assertThat(record.value().length).isLessThanOrEqualTo(CorpusEvents.CHUNK_BYTES);
                    stored.writeBytes(record.value());
                });
        assertThat(stored.toByteArray()).isEqualTo(text);
    }

    @Test
    void acceptsWhatCurlSendsWithoutAContentTypeOfItsOwn() {
        Answer answer = http.post("/api/corpora/curl", "a=b&c=d", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(log.await(Topic.CORPUS, "curl", 1).get(0).value()).isEqualTo("a=b&c=d".getBytes(UTF_8));
    }

    @Test
    void leavesAPartOfATextUnsealed() {
        Answer answer = http.post("/api/corpora/parts?seal=false", "one ");
        http.post("/api/corpora/parts?train=false", "two");

        assertThat(answer.json().get("sealed").asBoolean()).isFalse();
        assertThat(answer.json().get("job").isNull()).isTrue();
        List<ConsumerRecord<String, byte[]>> records = log.await(Topic.CORPUS, "parts", 3);
        assertThat(records).hasSize(3);
        assertThat(Json.read(records.get(2).value(), CorpusSealed.class).trains())
                .isFalse();
    }

    @Test
    void leavesNothingOfATextThatIsNotUtf8() {
        byte[] broken = ("a".repeat(600_000) + "x").getBytes(UTF_8);
        broken[broken.length - 1] = (byte) 0xE9;

        Answer answer = http.post("/api/corpora/broken", broken);

        assertProblem(answer, "byte 600000");
        assertNothingStored("broken");
    }

    @Test
    void refusesAnEmptyBody() {
        assertProblem(http.post("/api/corpora/empty", ""), "The body is empty");
        assertProblem(http.post("/api/corpora/empty", "\uFEFF"), "The body is empty");
        assertNothingStored("empty");
    }

    @Test
    void refusesBadParametersBeforeItStoresAnything() {
        assertProblem(http.post("/api/corpora/Bad", "abc"), "'Bad' is not a name");
        assertProblem(http.post("/api/corpora/bad?seal=maybe", "abc"), "seal is 'maybe'");
        assertProblem(http.post("/api/corpora/bad?seal=false&model=x", "abc"), "seal is false");
        assertProblem(http.post("/api/corpora/bad?model=X", "abc"), "'X' is not a name");
        Answer spec = http.post("/api/corpora/bad?spec=%7B%22layers%22:99,%22dropout%22:2%7D", "abc");
        assertProblem(spec, "layers is 99; use 1 to 8.");
        assertThat(spec.json().get("problems")).hasSize(2);
        assertNothingStored("bad");
    }

    @Test
    void showsWhatIsKnownOfACorpus() {
        Corpus corpus = new Corpus(
                new Name("known"),
                12,
                17,
                2,
                9,
                1,
                4,
                5,
                true,
                Optional.of("ab"),
                Instant.parse("2026-01-02T03:04:05Z"));
        log.write(CloudEvents.json(Topic.CORPORA, "known", "test", Corpus.TYPE, corpus));

        Answer answer = http.await("/api/corpora/known", a -> a.status() == 200);

        assertThat(Json.bind(answer.json(), Corpus.class)).isEqualTo(corpus);
        assertThat(http.get("/api/corpora").json()).contains(answer.json());
    }

    @Test
    void saysThatACorpusIsNotThere() {
        Answer answer = http.get("/api/corpora/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).contains("There is no corpus 'nothing'");
    }

    /** The next text is the first one that a reader sees. */
    private void assertNothingStored(String corpus) {
        assertThat(http.post("/api/corpora/" + corpus, "next").status()).isEqualTo(200);
        assertThat(log.await(Topic.CORPUS, corpus, 2).get(0).value()).isEqualTo("next".getBytes(UTF_8));
    }

    private static void assertProblem(Answer answer, String detail) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).contains(detail);
    }
}
