package io.escriba.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.json.Json;
import io.escriba.name.Name;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorpusRecordTest {
    private static final byte[] KEY = "nomes".getBytes(UTF_8);

    @Test
    void aPlainRecordIsALine() {
        assertThat(text("João", Optional.empty())).isEqualTo("João\n");
        assertThat(text("Ana\n", Optional.empty())).isEqualTo("Ana\n");
        assertThat(text("", Optional.empty())).isEqualTo("\n");
        assertThat(CorpusRecord.read(KEY, null, Optional.empty())).isEqualTo(new CorpusRecord.Ignored());
    }

    @Test
    void aTextEventIsExact() {
        assertThat(text("João 🦜", Optional.of(CorpusEvents.TEXT))).isEqualTo("João 🦜");
        assertThat(CorpusRecord.read(KEY, null, Optional.of(CorpusEvents.TEXT))).isEqualTo(new CorpusRecord.Ignored());
    }

    @Test
    void aSealedEventTrainsUnlessItSaysOtherwise() {
        assertThat(sealed("{\"characters\":4,\"sha256\":\"ab\",\"later\":true}").trains())
                .isTrue();
        assertThat(sealed("{\"characters\":4,\"sha256\":\"ab\",\"train\":false}")
                        .trains())
                .isFalse();
    }

    @Test
    void aDeletionIsReadWhateverItsValueIs() {
        CorpusRecord deleted = new CorpusRecord.Deleted(new Name("nomes"));

        assertThat(Json.text(new CorpusDeleted())).isEqualTo("{\"type\":\"io.escriba.corpus.deleted.v1\"}");
        assertThat(CorpusRecord.read(KEY, Json.bytes(new CorpusDeleted()), Optional.of(CorpusEvents.DELETED)))
                .isEqualTo(deleted);
        assertThat(CorpusRecord.read(KEY, null, Optional.of(CorpusEvents.DELETED)))
                .isEqualTo(deleted);
    }

    @Test
    void whatCannotBeReadSaysWhy() {
        assertThat(reason(KEY, "São".getBytes(ISO_8859_1), null))
                .contains("not UTF-8")
                .contains("byte 1,");
        assertThat(reason(KEY, "{".getBytes(UTF_8), CorpusEvents.SEALED)).contains("no sealed event");
        assertThat(reason(KEY, new byte[0], "io.escriba.corpus.eaten.v1"))
                .contains("'io.escriba.corpus.eaten.v1'")
                .contains(CorpusEvents.TEXT);
        assertThat(reason(null, new byte[0], null)).contains("no key");
        assertThat(reason("../etc".getBytes(UTF_8), new byte[0], null)).contains("no corpus name");
        assertThat(reason("são".getBytes(ISO_8859_1), new byte[0], null)).contains("no corpus name");
    }

    private static String text(String value, Optional<String> type) {
        return new String(((CorpusRecord.Text) CorpusRecord.read(KEY, value.getBytes(UTF_8), type)).utf8(), UTF_8);
    }

    private static CorpusSealed sealed(String json) {
        return ((CorpusRecord.Sealed) CorpusRecord.read(KEY, json.getBytes(UTF_8), Optional.of(CorpusEvents.SEALED)))
                .seal();
    }

    private static String reason(byte @Nullable [] key, byte[] value, @Nullable String type) {
        return ((CorpusRecord.Unreadable) CorpusRecord.read(key, value, Optional.ofNullable(type))).reason();
    }
}
