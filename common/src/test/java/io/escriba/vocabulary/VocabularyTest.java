package io.escriba.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void decodingWhatWasEncodedGivesAnyTextBack() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 200; round++) {
            String text = randomText(random);
            Vocabulary vocabulary = Vocabulary.of(text);

            assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void idsFollowTheOrderOfCodePoints() {
        Vocabulary vocabulary = Vocabulary.of("b🦜aça");

        assertThat(vocabulary.characters()).isEqualTo("abç🦜");
        assertThat(vocabulary.encode("🦜b")).containsExactly(3, 1);
        assertThat(vocabulary.size()).isEqualTo(4);
        assertThat(vocabulary.endMark()).isEmpty();
    }

    @Test
    void marksComeAfterTheCharacters() {
        Vocabulary vocabulary = Vocabulary.ofDocuments("aba".codePoints());

        assertThat(vocabulary.size()).isEqualTo(4);
        assertThat(vocabulary.beginMark()).hasValue(2);
        assertThat(vocabulary.endMark()).hasValue(3);
        assertThat(vocabulary.start()).isEqualTo(2);
        assertThat(vocabulary.decode(2, 0, 1, 3)).isEqualTo("ab");
    }

    @Test
    void aTextStartsAfterALineFeedWhereThatIsKnown() {
        assertThat(Vocabulary.of("\tb\n").start()).isEqualTo(1);
        assertThat(Vocabulary.of("ab").start()).isEqualTo(0);
    }

    @Test
    void unknownCharactersAreAllNamed() {
        Vocabulary vocabulary = Vocabulary.of("abc");

        assertThatThrownBy(() -> vocabulary.encode("aéb🦜\u0007é"))
                .isInstanceOfSatisfying(
                        UnknownCharactersException.class,
                        e -> assertThat(e.codePoints()).containsExactly((int) 'é', 0x1F99C, 7))
                .hasMessageContaining("'é' (U+00E9), '🦜' (U+1F99C), U+0007");
        assertThat(vocabulary.encodeKnown("aéb")).containsExactly(0, 1);
    }

    @Test
    void aManifestKeepsIt() {
        Vocabulary marked = Vocabulary.ofDocuments("João\n\u0000🦜\"".codePoints());

        assertThat(Json.read(Json.text(marked), Vocabulary.class)).isEqualTo(marked);
        assertThatThrownBy(() -> Json.read("{\"characters\":\"ba\",\"marks\":false}", Vocabulary.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("'b' (U+0062) stands before 'a' (U+0061)");
    }

    @Test
    void aLowercasedVocabularyTakesUpperCaseLettersToo() {
        Vocabulary vocabulary = Vocabulary.of("Ana Éé").lowercased();

        assertThat(vocabulary.characters()).isEqualTo(" ané");
        assertThat(vocabulary.encode("ANA É")).isEqualTo(vocabulary.encode("ana é"));
        assertThat(vocabulary.unknown("Axe")).containsExactly((int) 'x', (int) 'e');
        assertThat(Json.read(Json.text(vocabulary), Vocabulary.class)).isEqualTo(vocabulary);
    }

    @Test
    void composedAndDecomposedFormsAreOneCharacter() {
        assertThat(Vocabulary.normalize("Joa\u0303o")).isEqualTo("João");
    }

    private static String randomText(SplittableRandom random) {
        return IntStream.generate(() -> random.nextInt(Character.MAX_CODE_POINT + 1))
                .filter(c -> Character.isDefined(c) && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE))
                .limit(random.nextInt(300))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
