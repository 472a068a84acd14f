package io.escriba.trainer.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextCacheTest {
    private static final String TEXT = "Joa\u0303o comprou maçãs 🍎.\n";

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int reads;

    @Test
    void aTextIsReadFromItsSourceOnceAndIsInNfc() throws IOException {
        assertThat(Texts.string(get("a", TEXT))).isEqualTo("João comprou maçãs 🍎.\n");
        assertThat(Texts.string(get("a", TEXT))).isEqualTo("João comprou maçãs 🍎.\n");
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void anyNumberOfSymbolsFits() throws IOException {
        for (int symbols : new int[] {0, 1, 256, 257, 65_536, 65_537, 200_000}) {
            String text = new Random(symbols)
                    .ints(symbols * 2L, 0, Math.max(1, symbols))
                    // CJK, then the supplementary planes; nothing that NFC changes.
                    .map(i -> i < 0x5000 ? 0x4E00 + i : 0x40000 + i)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            EncodedText encoded = get("symbols-" + symbols, text);

            assertThat(Texts.string(encoded)).isEqualTo(text);
            assertThat(encoded.symbols())
                    .isEqualTo((int) text.codePoints().distinct().count());
        }
    }

    @Test
    void aLongTextIsWidenedWhereItIsNeeded() throws IOException {
        // Both limits are passed after several buffers have been written.
        StringBuilder text = new StringBuilder("abc".repeat(1_000_000));
        for (int i = 0; i < 70_000; i++) {
            text.appendCodePoint(0x40000 + i);
            if (i == 300) {
                text.append("xyz".repeat(1_000_000));
            }
        }

        EncodedText encoded = get("long", text.toString());

        assertThat(Texts.string(encoded)).isEqualTo(text.toString());
        assertThatThrownBy(() -> encoded.symbol(encoded.length())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void everyDamageIsNoticedAndTheTextIsReadAgain() throws IOException {
        get("a", TEXT);
        Path file = directory.resolve("a.text");
        byte[] sound = Files.readAllBytes(file);
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 0x10;
            Files.write(file, damaged);
            int before = reads;

            assertThat(Texts.string(get("a", TEXT))).isEqualTo("João comprou maçãs 🍎.\n");
            assertThat(reads).isEqualTo(before + 1);
        }
        for (int length = 0; length < sound.length; length++) {
            Files.write(file, Arrays.copyOf(sound, length));

            assertThat(Texts.string(get("a", TEXT))).isEqualTo("João comprou maçãs 🍎.\n");
        }
    }

    @Test
    void anotherTextUnderTheSameNameIsReadAgain() throws IOException {
        TextCache cache = cache(1_000);
        cache.get("a", "first", sink -> sink.append("old".getBytes(UTF_8)));

        EncodedText text = cache.get("a", "second", sink -> sink.append("new".getBytes(UTF_8)));

        assertThat(Texts.string(text)).isEqualTo("new");
    }

    @Test
    void whatWasDeletedOnTheWayIsNotInTheText() throws IOException {
        EncodedText text = cache(1_000).get("a", "id", sink -> {
            sink.append("forgotten".repeat(300_000).getBytes(UTF_8));
            sink.restart();
            sink.append("kept".getBytes(UTF_8));
        });

        assertThat(Texts.string(text)).isEqualTo("kept");
        assertThat(text.symbols()).isEqualTo(4);
    }

    @Test
    void aSourceThatFailsLeavesNothing() throws IOException {
        assertThatThrownBy(() -> cache(1_000).get("a", "id", sink -> {
                    sink.append("half".getBytes(UTF_8));
                    throw new IOException("away");
                }))
                .hasMessage("away");

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void theTextsUsedLongestAgoMakeRoom() throws IOException {
        long one = Files.size(written("a"));
        TextCache cache = cache(2 * one + one / 2);
        for (String name : new String[] {"a", "b", "a", "c"}) {
            now = now.plusSeconds(1);
            cache.get(name, "id", sink -> sink.append(TEXT.getBytes(UTF_8)));
        }

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("a.text", "c.text");
        }
    }

    private Path written(String name) throws IOException {
        cache(1_000).get(name, "id", sink -> sink.append(TEXT.getBytes(UTF_8)));
        return directory.resolve(name + ".text");
    }

    private EncodedText get(String name, String text) throws IOException {
        return cache(1_000).get(name, "id", sink -> {
            reads++;
            sink.append(text.getBytes(UTF_8));
        });
    }

    private TextCache cache(long maxBytes) {
        InstantSource clock = () -> now;
        return new TextCache(directory, maxBytes, clock);
    }
}
