package io.escriba.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final int ROUNDS = 5_000;

    @Test
    void everyCodePointIsCheckedCountedAndRead() throws InvalidUtf8Exception {
        int[] all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .toArray();

        byte[] bytes = new String(all, 0, all.length).getBytes(UTF_8);
        Utf8.check(bytes);
        assertThat(Utf8.count(bytes, 0, bytes.length)).isEqualTo(all.length);
        assertThat(codePoints(bytes)).isEqualTo(all);
    }

    @Test
    void aCodePointThatGoesOnBeyondTheRangeIsLeft() throws InvalidUtf8Exception {
        byte[] bytes = "a🦜".getBytes(UTF_8);

        for (int to = 1; to < bytes.length; to++) {
            assertThat(Utf8.whole(bytes, 0, to)).isEqualTo(1);
        }
        assertThat(Utf8.whole(bytes, 1, bytes.length)).isEqualTo(5);
    }

    @Test
    void brokenBytesAreRefusedWhereTheJdkRefusesThem() {
        Random random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = "aé€🦜".repeat(1 + random.nextInt(4)).getBytes(UTF_8);
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            OptionalInt expected = firstMalformed(bytes);

            InvalidUtf8Exception refused = catchThrowableOfType(InvalidUtf8Exception.class, () -> Utf8.check(bytes));

            if (expected.isEmpty()) {
                assertThat(refused).isNull();
            } else {
                assertThat(refused.index()).isEqualTo(expected.getAsInt());
            }
        }
    }

    @Test
    void twoBytesAreRefusedOrNotAsTheJdkDoes() {
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                byte[] bytes = {(byte) first, (byte) second, (byte) 0xBF, (byte) 0xBF};
                OptionalInt expected = firstMalformed(bytes);

                InvalidUtf8Exception refused =
                        catchThrowableOfType(InvalidUtf8Exception.class, () -> Utf8.check(bytes));

                assertThat(refused == null ? OptionalInt.empty() : OptionalInt.of(refused.index()))
                        .isEqualTo(expected);
            }
        }
    }

    private static int[] codePoints(byte[] bytes) {
        int[] codePoints = new int[bytes.length];
        int[] count = {0};
        Utf8.forEach(bytes, c -> codePoints[count[0]++] = c);
        return Arrays.copyOf(codePoints, count[0]);
    }

    private static OptionalInt firstMalformed(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, CharBuffer.allocate(bytes.length + 1), true);
        return result.isError() ? OptionalInt.of(in.position()) : OptionalInt.empty();
    }
}
