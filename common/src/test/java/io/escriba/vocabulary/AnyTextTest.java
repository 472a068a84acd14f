package io.escriba.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.json.Json;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds of a vocabulary whatever the text: any sequence of Unicode scalar values, assigned or not. */
class AnyTextTest {
    private static final int ROUNDS = 300;
    private static final int LONGEST = 200;

    /** First and last of each: what is common, what joins with its neighbours, what has case, and everything there is. */
    private static final int[][] RANGES = {
        {0, 0x7F},
        {0xA0, 0x24F},
        {0x300, 0x36F},
        {0x370, 0x52F},
        {0x1100, 0x11FF},
        {0x1E00, 0x1FFF},
        {0xAC00, 0xD7A3},
        {0xFDD0, 0xFDEF},
        {0x10400, 0x1044F},
        {0x1F300, 0x1FAFF},
        {0xE0000, 0xE0FFF},
        {0, Character.MAX_CODE_POINT}
    };

    @Test
    void decodingWhatWasEncodedGivesTheTextBack() {
        forAnyText(text -> {
            Vocabulary vocabulary = Vocabulary.of(text);

            assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
            assertThat(vocabulary.encodeKnown(text)).isEqualTo(vocabulary.encode(text));
            assertThat(vocabulary.unknown(text)).isEmpty();
        });
    }

    @Test
    void everyCharacterOfUnicodeHasAnIdOfItsOwn() {
        int[] all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(AnyTextTest::isScalar)
                .toArray();
        String text = new String(all, 0, all.length);

        Vocabulary vocabulary = Vocabulary.of(text);

        assertThat(vocabulary.size()).isEqualTo(0x110000 - 0x800);
        assertThat(vocabulary.encode(text))
                .isEqualTo(IntStream.range(0, all.length).toArray());
        assertThat(vocabulary.characters()).isEqualTo(text);
    }

    @Test
    void theOrderOfTheTextDoesNotMatter() {
        forAnyText(text -> {
            String reversed = new StringBuilder(text).reverse().toString();

            assertThat(Vocabulary.of(reversed + text)).isEqualTo(Vocabulary.of(text));
            assertThat(Vocabulary.of(text.codePoints())).isEqualTo(Vocabulary.of(text));
        });
    }

    @Test
    void aManifestKeepsEveryCharacter() {
        forAnyText(text -> {
            Vocabulary plain = Vocabulary.of(text);
            Vocabulary marked = Vocabulary.ofDocuments(text.codePoints());

            assertThat(Json.read(Json.bytes(plain), Vocabulary.class)).isEqualTo(plain);
            assertThat(Json.read(Json.bytes(marked.lowercased()), Vocabulary.class))
                    .isEqualTo(marked.lowercased());
        });
    }

    @Test
    void howCharactersWereComposedDoesNotMatter() {
        forAnyText(text -> {
            String normalized = Vocabulary.normalize(text);
            Vocabulary vocabulary = Vocabulary.of(normalized);

            for (Normalizer.Form form : new Normalizer.Form[] {Normalizer.Form.NFC, Normalizer.Form.NFD}) {
                String other = Vocabulary.normalize(Normalizer.normalize(text, form));
                assertThat(vocabulary.encode(other)).isEqualTo(vocabulary.encode(normalized));
            }
            assertThat(Vocabulary.normalize(normalized)).isEqualTo(normalized);
        });
    }

    @Test
    void lettersLoseTheirCaseOnceAndForAll() {
        forAnyText(text -> {
            String lower = lowercase(text);
            Vocabulary vocabulary = Vocabulary.of(text).lowercased();

            assertThat(vocabulary).isEqualTo(Vocabulary.of(lower).lowercased()).isEqualTo(vocabulary.lowercased());
            assertThat(vocabulary.characters()).isEqualTo(Vocabulary.of(lower).characters());
            assertThat(vocabulary.encode(text)).isEqualTo(vocabulary.encode(lower));
            assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(lower);
        });
    }

    @Test
    void aLineComesBackFromBetweenItsMarks() {
        forAnyText(text -> {
            Vocabulary vocabulary = Vocabulary.ofDocuments(text.codePoints());
            int begin = vocabulary.beginMark().orElseThrow();
            int end = vocabulary.endMark().orElseThrow();

            int[] line = IntStream.concat(
                            IntStream.concat(IntStream.of(begin), Arrays.stream(vocabulary.encode(text))),
                            IntStream.of(end))
                    .toArray();

            assertThat(vocabulary.encode(text)).doesNotContain(begin, end);
            assertThat(vocabulary.decode(line)).isEqualTo(text);
            assertThat(vocabulary.size()).isEqualTo(Vocabulary.of(text).size() + 2);
        });
    }

    private static void forAnyText(Consumer<String> property) {
        SplittableRandom random = new SplittableRandom(20);
        for (int round = 0; round < ROUNDS; round++) {
            property.accept(anyText(random));
        }
    }

    /** Characters of a range or two, so that neighbours join, or of all of them. */
    private static String anyText(SplittableRandom random) {
        int[] first = RANGES[random.nextInt(RANGES.length)];
        int[] second = RANGES[random.nextInt(RANGES.length)];
        return IntStream.generate(() -> random.nextBoolean() ? in(first, random) : in(second, random))
                .filter(AnyTextTest::isScalar)
                .limit(random.nextInt(LONGEST))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int in(int[] range, SplittableRandom random) {
        return random.nextInt(range[0], range[1] + 1);
    }

    /** A surrogate stands for no character and is in no UTF-8 text. */
    private static boolean isScalar(int codePoint) {
        return codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE;
    }

    private static String lowercase(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
