package io.escriba.gateway.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.problem.ProblemException;
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

        Receipt receipt = new Upload(CORPUS, Optional.of(TRAIN)).publish(body(text), log);

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

        Receipt receipt = new Upload(CORPUS, Optional.empty()).publish(body(text), log);

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

        Receipt receipt = new Upload(CORPUS, Optional.of(seal)).publish(body("abc"), log);

        assertThat(receipt.job()).contains("poeta-7-1");
    }

    @Test
    void promisesNoJobWithoutTraining() throws IOException {
        Upload.Seal seal = new Upload.Seal(false, Optional.empty(), Optional.empty());

        Receipt receipt = new Upload(CORPUS, Optional.of(seal)).publish(body("abc"), log);

        assertThat(receipt.sealed()).isTrue();
        assertThat(receipt.job()).isEmpty();
    }

    @Test
    void leavesNothingOfATextThatIsBrokenAtItsEnd() {
        InputStream broken = new SequenceInputStream(
                body("a".repeat(CorpusEvents.CHUNK_BYTES)), new ByteArrayInputStream(new byte[] {(byte) 0xFF}));

        assertThatThrownBy(() -> new Upload(CORPUS, Optional.of(TRAIN)).publish(broken, log))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not UTF-8")
                .hasMessageContaining("byte " + CorpusEvents.CHUNK_BYTES);
        assertThat(log.records).isEmpty();
        assertThat(log.open).isZero();
    }

    @Test
    void refusesAnEmptyBodyBeforeItBegins() {
        assertThatThrownBy(() -> new Upload(CORPUS, Optional.of(TRAIN)).publish(body(""), log))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("empty");
        assertThat(log.records).isEmpty();
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
