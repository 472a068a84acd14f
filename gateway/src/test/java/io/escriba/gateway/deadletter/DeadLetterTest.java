package io.escriba.gateway.deadletter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {
    @Test
    void showsTheBeginningOfAValue() {
        assertThat(DeadLetter.beginning("João".getBytes(UTF_8))).isEqualTo("João");
        assertThat(DeadLetter.beginning(new byte[0])).isEmpty();
        assertThat(DeadLetter.beginning("São".getBytes(ISO_8859_1))).isEqualTo("S\uFFFDo");
    }

    @Test
    void cutsALongValueBetweenCharactersOfAnyLength() {
        for (String character : new String[] {"a", "ã", "€", "😀", "a€", "a😀", "aa😀"}) {
            String value = character.repeat(300);

            String beginning = DeadLetter.beginning(value.getBytes(UTF_8));

            assertThat(beginning.codePointCount(0, beginning.length())).isEqualTo(200);
            assertThat(value).startsWith(beginning);
        }
    }

    @Test
    void keepsTheNewestFirst() {
        NewestDeadLetters newest = new NewestDeadLetters(3);

        IntStream.of(4, 1, 9, 7, 2).forEach(second -> newest.add(letter(second)));

        assertThat(newest.list()).containsExactly(letter(9), letter(7), letter(4));
    }

    private static DeadLetter letter(int second) {
        return new DeadLetter(
                "escriba.corpus", 0, second, "Why.", Optional.empty(), Instant.ofEpochSecond(second), 1, "a");
    }
}
