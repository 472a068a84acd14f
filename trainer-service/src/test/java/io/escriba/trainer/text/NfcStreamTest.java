package io.escriba.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NfcStreamTest {
    private static final int[] TRICKY = {
        'a', 'e', 'o', '\n', 0x300, 0x301, 0x303, 0x323, 0x327, 0x345, 0x1100, 0x1161, 0x11A8, 0xAC00, 0x9C7, 0x9BE,
        0x3099, 0x304B, 0xC5, 0x212B, 0x1F99C, 0xFB1D, 0x0DD9, 0x0DCA, 0x0DCF
    };

    @Test
    void piecesGiveWhatTheWholeGives() {
        Random random = new Random(3);
        for (int round = 0; round < 5_000; round++) {
            String text = random.ints(random.nextInt(40), 0, TRICKY.length)
                    .map(i -> TRICKY[i])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(inPieces(text, random)).isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
        }
    }

    @Test
    void aTextOfMarksOnlyIsNotHeldForEver() {
        StringBuilder result = new StringBuilder();
        NfcStream stream = new NfcStream(result::appendCodePoint);

        for (int i = 0; i < 100; i++) {
            "\u0301".repeat(10_000).codePoints().forEach(stream::append);
        }
        assertThat(result.length()).isGreaterThan(900_000);
        stream.end();

        assertThat(result).hasSize(1_000_000);
    }

    /** A code point joins with one before it as the second part of a composition, or by being sorted before it. */
    @Test
    void nothingThatStartsAnewJoinsWithWhatIsBefore() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .forEach(c -> {
                    String one = Character.toString(c);
                    String parts = Normalizer.normalize(one, Normalizer.Form.NFD);
                    int last = parts.codePointBefore(parts.length());
                    if (last != parts.codePointAt(0)
                            && Normalizer.normalize(parts, Normalizer.Form.NFC).equals(one)) {
                        assertThat(NfcStream.startsAnew(last))
                                .as("second part of U+%X", c)
                                .isFalse();
                    }
                    if (NfcStream.startsAnew(c)) {
                        String afterMark = Normalizer.normalize("\u0345" + one, Normalizer.Form.NFD);
                        assertThat(NfcStream.startsAnew(parts.codePointAt(0)))
                                .as("U+%X", c)
                                .isTrue();
                        assertThat(afterMark).as("U+%X", c).startsWith("\u0345");
                    }
                });
    }

    private static String inPieces(String text, Random random) {
        StringBuilder result = new StringBuilder();
        NfcStream stream = new NfcStream(result::appendCodePoint);
        for (int from = 0; from < text.length(); ) {
            int to = text.offsetByCodePoints(from, 1 + random.nextInt(text.codePointCount(from, text.length())));
            text.substring(from, to).codePoints().forEach(stream::append);
            from = to;
        }
        stream.end();
        return result.toString();
    }
}
