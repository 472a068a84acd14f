package io.escriba.gateway.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.json.Json;
import io.escriba.name.Name;
import io.escriba.store.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UploadTest {
    private static final Name CORPUS = new Name("nomes");
    private static final Upload.Seal TRAIN = new Upload.Seal(true, Optional.empty(), Optional.empty());

    private final InMemoryCorpusLog log = new InMemoryCorpusLog();

    @Test
    void storesTheTextThenTheSeal() throws IOException {
        String text = "João\nInês 😀\n";

        Receipt receipt = publish(Optional.of(TRAIN), text);

        String sha256 = Sha256.of(text.getBytes(UTF_8));
        assertThat(receipt).isEqualTo(new Receipt(CORPUS, 12, 17, sha256, 7, 0, 1, true, Optional.of("nomes-7-1")));
        assertThat(log.records)
                .containsExactly(
                        text.getBytes(UTF_8),
                        new CorpusSealed(12, sha256, Optional.of(true), Optional.empty(), Optional.empty()));
    }

    @Test
    void cutsALongTextIntoChunks() throws IOException {
        String text = "ç".repeat(CorpusEvents.CHUNK_BYTES);

        Receipt receipt = publish(Optional.empty(), text);

        assertThat(log.records)
                .hasSize(2)
                .allSatisfy(chunk -> assertThat((byte[]) chunk).hasSize(CorpusEvents.CHUNK_BYTES));
        assertThat(receipt.characters()).isEqualTo(CorpusEvents.CHUNK_BYTES);
        assertThat(receipt.lastOffset()).isEqualTo(1);
    }

    @Test
    void namesTheJobAfterTheModel() throws IOException {
        Upload.Seal seal =
                new Upload.Seal(true, Optional.of(new Name("poeta")), Optional.of(Json.read("{}", JsonNode.class)));

        Receipt receipt = publish(Optional.of(seal), "abc");

        assertThat(receipt.job()).contains("poeta-7-1");
    }

    @Test
    void promisesNoJobWithoutTraining() throws IOException {
        Upload.Seal seal = new Upload.Seal(false, Optional.empty(), Optional.empty());

        Receipt receipt = publish(Optional.of(seal), "abc");

        assertThat(receipt.sealed()).isTrue();
        assertThat(receipt.job()).isEmpty();
    }

    @Test
    void leavesNothingOfATextThatIsBrokenAtItsEnd() {
        InputStream broken = new SequenceInputStream(
                body("a".repeat(CorpusEvents.CHUNK_BYTES)), new ByteArrayInputStream(new byte[] {(byte) 0xFF}));

        assertThatThrownBy(() -> new Upload(CORPUS, Optional.of(TRAIN), Optional.empty()).publish(broken, log))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not UTF-8")
                .hasMessageContaining("byte " + CorpusEvents.CHUNK_BYTES);
        assertThat(log.records).isEmpty();
        assertThat(log.open).isZero();
    }

    @Test
    void refusesAnEmptyBodyBeforeItBegins() {
        assertThatThrownBy(() -> new Upload(CORPUS, Optional.of(TRAIN), Optional.empty()).publish(body(""), log))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("empty");
        assertThat(log.records).isEmpty();
    }

    @Test
    void storesATextOnceByItsKey() throws IOException {
        Upload.Outcome first = keyed("uma vez").publish(body("ana\n"), log);
        Upload.Outcome again = keyed("uma vez").publish(body("ana\n"), log);
        Upload.Outcome other = keyed("outra vez").publish(body("ana\n"), log);

        assertThat(first.replayed()).isFalse();
        assertThat(again).isEqualTo(new Upload.Outcome(first.receipt(), true));
        assertThat(other.replayed()).isFalse();
        assertThat(log.records).hasSize(4);
        assertThat(log.open).isZero();
    }

    @Test
    void refusesAnotherTextByTheSameKey() throws IOException {
        keyed("k").publish(body("ana\n"), log);

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> keyed("k").publish(body("ivo\n"), log));

        assertThat(refused.problem().status()).isEqualTo(422);
        assertThat(refused).hasMessageContaining("'nomes'").hasMessageContaining("Idempotency-Key 'k'");
        assertThat(log.records).hasSize(2);
    }

    private Receipt publish(Optional<Upload.Seal> seal, String text) throws IOException {
        return new Upload(CORPUS, seal, Optional.empty())
                .publish(body(text), log)
                .receipt();
    }

    private static Upload keyed(String key) {
        return new Upload(CORPUS, Optional.of(TRAIN), Optional.of(new IdempotencyKey(key)));
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
