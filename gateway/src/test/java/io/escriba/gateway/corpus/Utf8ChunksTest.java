package io.escriba.gateway.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class Utf8ChunksTest {
    private static final int ROUNDS = 2_000;

    @Test
    void anyTextInAnyPiecesComesOutAsItWasCutBetweenCodePoints() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            String text = randomText(random, random.nextInt(60));
            int chunkBytes = 4 + random.nextInt(12);
            Utf8Chunks chunks = new Utf8Chunks(trickling(text.getBytes(UTF_8), random), chunkBytes);

            List<byte[]> all = all(chunks);

            assertThat(all).allSatisfy(chunk -> {
                assertThat(chunk.length).isBetween(1, chunkBytes);
                assertThat(new String(chunk, UTF_8).getBytes(UTF_8)).isEqualTo(chunk);
            });
            assertThat(all.stream().map(chunk -> new String(chunk, UTF_8)).collect(Collectors.joining()))
                    .isEqualTo(text);
            assertThat(chunks.characters()).isEqualTo(text.codePoints().count());
            assertThat(chunks.bytes()).isEqualTo(text.getBytes(UTF_8).length);
        }
    }

    @Test
    void brokenBytesAreRefusedWhereTheJdkRefusesThem() throws Exception {
        Random random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = randomText(random, 1 + random.nextInt(20)).getBytes(UTF_8);
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            OptionalLong expected = firstMalformed(bytes);
            Utf8Chunks chunks = new Utf8Chunks(trickling(bytes, random), 4 + random.nextInt(12));

            BodyNotUtf8Exception refused = catchThrowableOfType(BodyNotUtf8Exception.class, () -> all(chunks));

            if (expected.isEmpty()) {
                assertThat(refused).isNull();
            } else {
                assertThat(refused).isNotNull();
                assertThat(refused.position()).isEqualTo(expected.getAsLong());
            }
        }
    }

    @Test
    void refusesWhatOnlyLooksLikeUtf8() {
        assertRefusedAt(0, 0xC0, 0x80); // overlong
        assertRefusedAt(0, 0xE0, 0x9F, 0xBF); // overlong
        assertRefusedAt(0, 0xF0, 0x8F, 0xBF, 0xBF); // overlong
        assertRefusedAt(0, 0xED, 0xA0, 0x80); // surrogate
        assertRefusedAt(0, 0xF4, 0x90, 0x80, 0x80); // above U+10FFFF
        assertRefusedAt(1, 'a', 0x80); // continuation without a beginning
        assertRefusedAt(2, 'a', 'b', 0xF0, 0x9F, 0x98); // cut off
    }

    @Test
    void dropsAByteOrderMarkAtTheBeginningOnly() throws Exception {
        Utf8Chunks chunks = new Utf8Chunks(bytes("\uFEFFa\uFEFFb"), 8);

        assertThat(all(chunks).stream().map(chunk -> new String(chunk, UTF_8)).collect(Collectors.joining()))
                .isEqualTo("a\uFEFFb");
        assertThat(chunks.characters()).isEqualTo(3);
        assertThat(chunks.bytes()).isEqualTo(5);
    }

    @Test
    void countsTheByteOrderMarkInPositions() {
        Utf8Chunks chunks = new Utf8Chunks(new ByteArrayInputStream(unsigned(0xEF, 0xBB, 0xBF, 'a', 0xFF)), 8);

        assertThatThrownBy(() -> all(chunks)).hasMessageContaining("at byte 4");
    }

    @Test
    void keepsLineEndsAsTheyAre() throws Exception {
        assertThat(all(new Utf8Chunks(bytes("a\r\nb\n"), 16))).containsExactly("a\r\nb\n".getBytes(UTF_8));
    }

    @Test
    void givesNothingOfNothing() throws Exception {
        assertThat(all(new Utf8Chunks(bytes(""), 4))).isEmpty();
        assertThat(all(new Utf8Chunks(bytes("\uFEFF"), 4))).isEmpty();
    }

    private static void assertRefusedAt(long position, int... bytes) {
        for (int chunkBytes = 4; chunkBytes < 8; chunkBytes++) {
            Utf8Chunks chunks = new Utf8Chunks(new ByteArrayInputStream(unsigned(bytes)), chunkBytes);

            BodyNotUtf8Exception refused = catchThrowableOfType(BodyNotUtf8Exception.class, () -> all(chunks));

            assertThat(refused.position()).isEqualTo(position);
        }
    }

    private static List<byte[]> all(Utf8Chunks chunks) throws IOException, BodyNotUtf8Exception {
        List<byte[]> all = new ArrayList<>();
        for (byte[] chunk = chunks.next(); chunk.length > 0; chunk = chunks.next()) {
            all.add(chunk);
        }
        return all;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static byte[] unsigned(int... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int value : values) {
            bytes.write(value);
        }
        return bytes.toByteArray();
    }

    /** Gives as few bytes at a time as a slow network. */
    private static InputStream trickling(byte[] bytes, Random random) {
        ByteArrayInputStream whole = new ByteArrayInputStream(bytes);
        return new InputStream() {
            @Override
            public int read() {
                return whole.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return whole.read(target, offset, Math.min(length, 1 + random.nextInt(5)));
            }
        };
    }

    /** Code points of all lengths; none of them a byte order mark, which would vanish at the beginning. */
    private static String randomText(Random random, int length) {
        int[] limits = {0x80, 0x800, 0x10000, 0x110000};
        return random.ints(0, limits.length)
                .map(kind -> random.nextInt(limits[kind]))
                .filter(c -> (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) && c != 0xFEFF)
                .limit(length)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static OptionalLong firstMalformed(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, CharBuffer.allocate(bytes.length + 1), true);
        return result.isError() ? OptionalLong.of(in.position()) : OptionalLong.empty();
    }
}
