package io.escriba.bench.corpora;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPiecesTest {
    @Test
    void cutBetweenCharacters() throws Exception {
        List<String> pieces = pieces("aé漢😀bcd", 5);

        assertThat(pieces).containsExactly("aé", "漢", "😀", "bcd");
    }

    @Test
    void areTheWholeOfAShortText() throws Exception {
        assertThat(pieces("short", 256)).containsExactly("short");
        assertThat(pieces("exact", 5)).containsExactly("exac", "t");
    }

    @Test
    void areOnlyTheBeginningOfALongText() throws Exception {
        assertThat(pieces("x".repeat(10_000), 10)).hasSize(64);
    }

    private static List<String> pieces(String text, int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TextPieces.copy(new ByteArrayInputStream(text.getBytes(UTF_8)), out, size);
        return List.of(out.toString(UTF_8).split(Character.toString(TextPieces.SEPARATOR)));
    }
}
