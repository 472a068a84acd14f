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
        byte[] broken = ("a".repeat(3_000_000) + "x").getBytes(UTF_8);
        broken[broken.length - 1] = (byte) 0xE9;

        Answer answer = http.post("/api/corpora/broken", broken);

        assertProblem(answer, "byte 3000000");
        assertNothingStored("broken");
    }

    @Test
    void leavesNothingOfATextThatBreaksOff() {
        byte[] part = "a".repeat(16_000_000).getBytes(UTF_8);

        http.breakOff("/api/corpora/cut", part.length + 1L, part);

        assertNothingStored("cut");
    }

    @Test
    void dropsAByteOrderMarkAndKeepsLineEnds() {
        Answer answer = http.post("/api/corpora/windows", "\uFEFFa\r\nb\r\n");

        assertThat(answer.json().get("characters").asLong()).isEqualTo(6);
        assertThat(log.await(Topic.CORPUS, "windows", 1).get(0).value()).isEqualTo("a\r\nb\r\n".getBytes(UTF_8));
    }

    @Test
    void storesATextOnceByItsKey() {
        Answer first = http.post("/api/corpora/once", "um", "Idempotency-Key", "a key");
        Answer again = http.post("/api/corpora/once", "um", "Idempotency-Key", "a key");
        Answer other = http.post("/api/corpora/once", "dois", "Idempotency-Key", "a key");
        Answer elsewhere = http.post("/api/corpora/once-more", "um", "Idempotency-Key", "a key");
        Answer second = http.post("/api/corpora/once", "um", "Idempotency-Key", "another key");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertProblem(other, 422, "Another text was stored in 'once'");
        assertThat(elsewhere.header("Idempotent-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(200);
        assertThat(log.await(Topic.CORPUS, "once", 4))
                .extracting(ConsumerRecord::offset)
                .containsExactly(
                        first.json().get("firstOffset").asLong(),
                        first.json().get("lastOffset").asLong(),
                        second.json().get("firstOffset").asLong(),
                        second.json().get("lastOffset").asLong());
    }

    @Test
    void aTextThatFailedWithAKeyCanBeSentAgain() {
        assertProblem(
                http.post("/api/corpora/again", new byte[] {'a', (byte) 0xE9, 'b'}, "Idempotency-Key", "k"), "byte 1");

        Answer answer = http.post("/api/corpora/again", "aéb", "Idempotency-Key", "k");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void showsAPartOfACorpus() {
        String text = "Ação 😀\n".repeat(100_000);
        JsonNode receipt = http.post("/api/corpora/part", text).json();
        know(Corpora.corpus(
                "part",
                receipt.get("characters").asLong(),
                receipt.get("partition").asInt(),
                receipt.get("firstOffset").asLong(),
                receipt.get("lastOffset").asLong()));

        JsonNode part =
                http.get("/api/corpora/part/text?from=349998&characters=9").json();

        assertThat(part.get("text").asText()).isEqualTo("😀\nAção 😀\n");
        assertThat(part.get("from").asLong()).isEqualTo(349_998);
        assertThat(part.get("characters").asLong()).isEqualTo(9);
        assertThat(part.get("total").asLong()).isEqualTo(700_000);
        assertThat(http.get("/api/corpora/part/text").json().get("characters").asLong())
                .isEqualTo(1_000);
        assertThat(http.get("/api/corpora/part/text?from=699999")
                        .json()
                        .get("text")
                        .asText())
                .isEqualTo("\n");
    }

    @Test
    void refusesPartsThatAreNotThere() {
        know(Corpora.corpus("lost", 12, 0, 1_000_000, 1_000_001));

        assertProblem(http.get("/api/corpora/lost/text?from=13"), "'lost' has 12 characters");
        Answer faults = http.get("/api/corpora/lost/text?from=-1&characters=100001");
        assertProblem(faults, "from is '-1'");
        assertThat(faults.json().get("problems")).hasSize(2);
        assertProblem(http.get("/api/corpora/lost/text"), 410, "Publish the corpus again.");
        assertProblem(http.get("/api/corpora/nothing/text"), 404, "There is no corpus 'nothing'");
    }

    @Test
    void deletesACorpus() {
        JsonNode receipt = http.post("/api/corpora/deleted", "um").json();
        assertProblem(http.delete("/api/corpora/deleted"), 404, "There is no corpus 'deleted'");
        know(Corpora.corpus("deleted", 2, receipt.get("partition").asInt(), 0, 1));

        Answer answer = http.delete("/api/corpora/deleted");

        assertThat(answer.status()).isEqualTo(204);
        ConsumerRecord<String, byte[]> last =
                log.await(Topic.CORPUS, "deleted", 3).get(2);
        assertThat(CloudEvents.type(last.headers())).contains(CorpusEvents.DELETED);
        assertThat(last.partition()).isEqualTo(receipt.get("partition").asInt());
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
        assertProblem(
                http.post("/api/corpora/bad", "abc", "Idempotency-Key", "k".repeat(201)),
                "Idempotency-Key: It has 201");
        Answer spec = http.post("/api/corpora/bad?spec=%7B%22layers%22:99,%22dropout%22:2%7D", "abc");
        assertProblem(spec, "layers is 99; use 1 to 8.");
        assertThat(spec.json().get("problems")).hasSize(2);
        assertNothingStored("bad");
    }

    @Test
    void tellsAllBadParametersTogether() {
        Answer answer = http.post(
                "/api/corpora/Bad?seal=x&train=y&model=BAD&spec=%7B", "abc", "Idempotency-Key", "k".repeat(201));
        Answer text = http.get("/api/corpora/Bad/text?from=-1&characters=0");

        assertProblem(answer, "seal is 'x'");
        assertThat(answer.json().get("problems").toString())
                .contains("name: 'Bad'", "seal is", "train is", "model: 'BAD'", "Idempotency-Key: ", "spec: ");
        assertThat(answer.json().get("problems")).hasSize(6);
        assertProblem(text, "from is '-1'");
        assertThat(text.json().get("problems")).hasSize(3);
    }

    @Test
    void showsWhatIsKnownOfACorpus() {
        Corpus corpus = Corpora.corpus("known", 12, 1, 4, 5);

        Answer answer = know(corpus);

        assertThat(Json.bind(answer.json(), Corpus.class)).isEqualTo(corpus);
        assertThat(http.get("/api/corpora").json()).contains(answer.json());
    }

    @Test
    void refusesToShowItAsAnythingButJson() {
        know(Corpora.corpus("shown", 12, 1, 6, 7));

        assertThat(http.get("/api/corpora/shown", "Accept", "text/*, */*;q=0.1").status())
                .isEqualTo(200);
        assertProblem(http.get("/api/corpora/shown", "Accept", "text/csv"), 406, "the header Accept");
        assertProblem(http.get("/api/corpora/shown", "Accept", "7"), 406, "the header Accept");
    }

    @Test
    void saysThatACorpusIsNotThere() {
        Answer answer = http.get("/api/corpora/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).contains("There is no corpus 'nothing'");
    }

    /** As the simplest of clients ask. */
    @Test
    void answersARequestWithoutAHost() {
        assertThat(http.raw("GET /api/corpora/nothing HTTP/1.0\r\n\r\n")).contains(" 404 ", "There is no corpus");
    }

    /** Tells the gateway of a corpus as the trainer does. */
    private Answer know(Corpus corpus) {
        String name = corpus.name().value();
        log.write(CloudEvents.json(Topic.CORPORA, name, "test", Corpus.TYPE, corpus));
        return http.await("/api/corpora/" + name, answer -> answer.status() == 200);
    }

    /** The next text is the first one that a reader sees, once the gateway is through with what came before. */
    private void assertNothingStored(String corpus) {
        Answer next = http.await(() -> http.post("/api/corpora/" + corpus, "next"), answer -> answer.status() != 409);
        assertThat(next.status()).isEqualTo(200);
        assertThat(log.await(Topic.CORPUS, corpus, 2).get(0).value()).isEqualTo("next".getBytes(UTF_8));
    }

    private static void assertProblem(Answer answer, String detail) {
        assertProblem(answer, 400, detail);
    }

    private static void assertProblem(Answer answer, int status, String detail) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).contains(detail);
    }
}
