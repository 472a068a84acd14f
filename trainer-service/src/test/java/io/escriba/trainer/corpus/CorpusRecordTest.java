package io.escriba.trainer.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.corpus.CorpusEvents;
import io.escriba.kafka.CloudEvents;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorpusRecordTest {
    private static final Headers PLAIN = new RecordHeaders();

    @Test
    void aPlainRecordIsALine() {
        assertThat(CorpusRecord.read("nomes", "João".getBytes(UTF_8), PLAIN))
                .isEqualTo(new CorpusRecord.Text("João\n"));
        assertThat(CorpusRecord.read("nomes", "Ana\n".getBytes(UTF_8), PLAIN))
                .isEqualTo(new CorpusRecord.Text("Ana\n"));
        assertThat(CorpusRecord.read("nomes", new byte[0], PLAIN)).isEqualTo(new CorpusRecord.Text("\n"));
        assertThat(CorpusRecord.read("nomes", null, PLAIN)).isEqualTo(new CorpusRecord.Ignored());
    }

    @Test
    void aTextEventIsExact() {
        assertThat(CorpusRecord.read("nomes", "João 🦜".getBytes(UTF_8), headers(CorpusEvents.TEXT)))
                .isEqualTo(new CorpusRecord.Text("João 🦜"));
    }

    @Test
    void aSealedEventTrainsUnlessItSaysOtherwise() {
        String json = "{\"characters\":4,\"sha256\":\"ab\",\"later\":true}";
        String quiet = "{\"characters\":4,\"sha256\":\"ab\",\"train\":false}";

        assertThat(CorpusRecord.read("nomes", json.getBytes(UTF_8), headers(CorpusEvents.SEALED)))
                .isInstanceOfSatisfying(
                        CorpusRecord.Sealed.class,
                        publication -> assertThat(publication.event().trains()).isTrue());
        assertThat(CorpusRecord.read("nomes", quiet.getBytes(UTF_8), headers(CorpusEvents.SEALED)))
                .isInstanceOfSatisfying(
                        CorpusRecord.Sealed.class,
                        publication -> assertThat(publication.event().trains()).isFalse());
    }

    @Test
    void whatCannotBeReadSaysWhy() {
        assertThat(reason("nomes", "São".getBytes(ISO_8859_1), PLAIN)).contains("not UTF-8 at byte 1");
        assertThat(reason("nomes", "{".getBytes(UTF_8), headers(CorpusEvents.SEALED)))
                .contains("no sealed event");
        assertThat(reason("nomes", new byte[0], headers("io.escriba.corpus.eaten.v1")))
                .contains("'io.escriba.corpus.eaten.v1'")
                .contains(CorpusEvents.TEXT);
        assertThat(reason(null, new byte[0], PLAIN)).contains("no key");
        assertThat(reason("../etc", new byte[0], PLAIN)).contains("no corpus name");
    }

    private static String reason(@Nullable String key, byte[] value, Headers headers) {
        return ((CorpusRecord.Unreadable) CorpusRecord.read(key, value, headers)).reason();
    }

    private static Headers headers(String type) {
        return CloudEvents.headers("test", type, "text/plain");
    }
}
