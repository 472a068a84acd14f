package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.vocabulary.Vocabulary;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    @Test
    void findsNothingWhereThereAreNone() {
        StopStrings.Search search = StopStrings.none().search();

        assertThat(search.next('a')).isZero();
        assertThat(search.undecided()).isZero();
    }

    @Test
    void countsTheLongestOfThoseThatEndTogether() {
        StopStrings.Search search = new StopStrings(List.of("c", "bc", "abc", "zzbc")).search();

        assertThat(search.next('a')).isZero();
        assertThat(search.next('b')).isZero();
        assertThat(search.undecided()).isEqualTo(2);
        assertThat(search.next('c')).isEqualTo(3);
    }

    @Test
    void knowsCharactersOutsideTheBasicPlane() {
        StopStrings.Search search = new StopStrings(List.of("😀😁")).search();

        assertThat(search.next("😀".codePointAt(0))).isZero();
        assertThat(search.undecided()).isEqualTo(1);
        assertThat(search.next("😁".codePointAt(0))).isEqualTo(2);
    }

    /** Few letters, so that strings overlap themselves and each other. */
    @Test
    void findsWhatLookingAtTheWholeTextFinds() {
        Random random = new Random(12);
        for (int i = 0; i < 3_000; i++) {
            List<String> strings = IntStream.range(0, random.nextInt(StopStrings.MOST + 1))
                    .mapToObj(any -> letters(random, 1 + random.nextInt(6)))
                    .toList();
            StopStrings.Search search = new StopStrings(strings).search();
            StringBuilder text = new StringBuilder();
            int found = 0;
            while (found == 0 && text.length() < 60) {
                text.append(letters(random, 1));
                found = search.next(text.codePointAt(text.length() - 1));

                assertThat(found).isEqualTo(longestAtTheEnd(text.toString(), strings));
                if (found == 0) {
                    assertThat(search.undecided()).isEqualTo(longestBeginningAtTheEnd(text.toString(), strings));
                }
            }
        }
    }

    private static String letters(Random random, int count) {
        StringBuilder letters = new StringBuilder();
        random.ints(count, 'a', 'c').forEach(letters::appendCodePoint);
        return letters.toString();
    }

    private static int longestAtTheEnd(String text, List<String> strings) {
        return strings.stream()
                .filter(text::endsWith)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static int longestBeginningAtTheEnd(String text, List<String> strings) {
        return strings.stream()
                .flatMap(string -> IntStream.range(1, string.length()).mapToObj(end -> string.substring(0, end)))
                .filter(text::endsWith)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    @Test
    void areThoseThatTheModelCanWriteAsItWritesThem() {
        Vocabulary vocabulary = Vocabulary.of("abcção").lowercased();

        assertThat(StopStrings.of(vocabulary, List.of("Ção", "a#", "b")).strings())
                .containsExactly("ção", "b");
    }

    @Test
    void nameAllThatIsWrongWithThem() {
        assertThatThrownBy(() -> new StopStrings(List.of("a", "", "b".repeat(65), "😀".repeat(64), "d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stop has 5 strings; use up to 4."
                        + " String 2 of stop has 0 characters; use 1 to 64."
                        + " String 3 of stop has 65 characters; use 1 to 64.");
    }
}
