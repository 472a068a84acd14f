package io.escriba.corpus;

import java.util.function.IntConsumer;

/** Reads UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Reads all whole code points of a range of bytes.
     *
     * @param codePoints is given each of them in order
     * @return index after the last whole code point; what follows it are at most 3 bytes that begin another one
     * @throws InvalidUtf8Exception when some bytes begin no code point
     */
    public static int read(byte[] bytes, int from, int to, IntConsumer codePoints) throws InvalidUtf8Exception {
        int i = from;
        while (i < to) {
            byte lead = bytes[i];
            if (lead >= 0) {
                codePoints.accept(lead);
                i++;
                continue;
            }
            int length = length(lead & 0xFF, i);
            int codePoint = lead & (0x7F >> length);
            for (int j = 1; j < Math.min(length, to - i); j++) {
                codePoint = codePoint << 6 | continuation(bytes, i, j);
            }
            if (i + length > to) {
                return i;
            }
            codePoints.accept(codePoint);
            i += length;
        }
        return i;
    }

    /**
     * Makes sure that bytes are UTF-8 from the first to the last.
     *
     * @throws InvalidUtf8Exception when some bytes begin no code point, or the last one is cut off
     */
    public static void check(byte[] bytes) throws InvalidUtf8Exception {
        int end = read(bytes, 0, bytes.length, codePoint -> {});
        if (end < bytes.length) {
            throw new InvalidUtf8Exception(end);
        }
    }

    /** Bytes of the code point that begins with this one. */
    private static int length(int lead, int index) throws InvalidUtf8Exception {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 3;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            return 4;
        }
        throw new InvalidUtf8Exception(index);
    }

    /** The six bits of a code point's j-th byte after its lead. */
    private static int continuation(byte[] bytes, int start, int j) throws InvalidUtf8Exception {
        int next = bytes[start + j] & 0xFF;
        int least = 0x80;
        int most = 0xBF;
        if (j == 1) {
            // The second byte alone excludes overlong forms, surrogates and what lies above U+10FFFF.
            int lead = bytes[start] & 0xFF;
            least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        }
        if (next < least || next > most) {
            throw new InvalidUtf8Exception(start);
        }
        return next & 0x3F;
    }
}
