package io.escriba.bench.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedTextTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 40, 1_000, 65_537})
    void isUtf8OfExactlyTheLengthThatWasAskedFor(long bytes) throws Exception {
        byte[] text = generate(7, bytes);

        assertThat(text).hasSize((int) bytes);
        assertThat(decode(text)).isNotEmpty();
    }

    @Test
    void isTheSameForTheSameSeed() throws Exception {
        assertThat(generate(7, 10_000)).isEqualTo(generate(7, 10_000)).isNotEqualTo(generate(8, 10_000));
    }

    @Test
    void hasCharactersOfOneToFourBytes() throws Exception {
        assertThat(decode(generate(7, 100_000))
                        .codePoints()
                        .mapToObj(point -> Character.toString(point).getBytes(StandardCharsets.UTF_8).length)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void hasFewFrequentWordsAndManyRareOnes() throws Exception {
        Map<String, Long> counts = Arrays.stream(decode(generate(7, 1_000_000)).split("[ .\n]+"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<Long> byRank =
                counts.values().stream().sorted(Comparator.reverseOrder()).toList();

        assertThat(byRank).hasSizeGreaterThan(5_000);
        assertThat((double) byRank.get(0) / byRank.get(99)).isBetween(50.0, 200.0);
    }

    @Test
    void refusesALengthOfNothing() {
        assertThatThrownBy(() -> new GeneratedText(7, 0)).hasMessageContaining("Ask for 1 or more");
    }

    private static byte[] generate(long seed, long bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new GeneratedText(seed, bytes).writeTo(out);
        return out.toByteArray();
    }

    /** Fails on what is not UTF-8. */
    private static String decode(byte[] text) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }
}
