package io.escriba.corpus;

import java.util.function.IntConsumer;

/**
 * Checks, counts and reads UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * <p>Checking is a finite automaton whose state is the amount of a shift: each byte has a row of next states, six bits
 * for each state, and shifting the row by the state brings the next one to the lowest six bits. There is no branch to
 * mispredict in text of mixed scripts (after a method that Per Vognsen published in 2019).
 */
public final class Utf8 {
    private static final int STATE_BITS = 6;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;

    private static final int ERROR = 0;
    private static final int BETWEEN = STATE_BITS;
    private static final int ONE_MORE = 2 * STATE_BITS;
    private static final int TWO_MORE = 3 * STATE_BITS;
    private static final int THREE_MORE = 4 * STATE_BITS;
    // After these leads, the second byte alone excludes overlong forms, surrogates and what lies above U+10FFFF.
    private static final int AFTER_E0 = 5 * STATE_BITS;
    private static final int AFTER_ED = 6 * STATE_BITS;
    private static final int AFTER_F0 = 7 * STATE_BITS;
    private static final int AFTER_F4 = 8 * STATE_BITS;

    private static final long[] STEPS = steps();

    private Utf8() {}

    private static long[] steps() {
        long[] steps = new long[256];
        add(steps, BETWEEN, 0x00, 0x7F, BETWEEN);
        add(steps, BETWEEN, 0xC2, 0xDF, ONE_MORE);
        add(steps, BETWEEN, 0xE0, 0xE0, AFTER_E0);
        add(steps, BETWEEN, 0xE1, 0xEC, TWO_MORE);
        add(steps, BETWEEN, 0xED, 0xED, AFTER_ED);
        add(steps, BETWEEN, 0xEE, 0xEF, TWO_MORE);
        add(steps, BETWEEN, 0xF0, 0xF0, AFTER_F0);
        add(steps, BETWEEN, 0xF1, 0xF3, THREE_MORE);
        add(steps, BETWEEN, 0xF4, 0xF4, AFTER_F4);
        add(steps, ONE_MORE, 0x80, 0xBF, BETWEEN);
        add(steps, TWO_MORE, 0x80, 0xBF, ONE_MORE);
        add(steps, THREE_MORE, 0x80, 0xBF, TWO_MORE);
        add(steps, AFTER_E0, 0xA0, 0xBF, ONE_MORE);
        add(steps, AFTER_ED, 0x80, 0x9F, ONE_MORE);
        add(steps, AFTER_F0, 0x90, 0xBF, TWO_MORE);
        add(steps, AFTER_F4, 0x80, 0x8F, TWO_MORE);
        return steps;
    }

    /** All that is not added leads to the error, from which nothing leads away. */
    private static void add(long[] steps, int state, int first, int last, int next) {
        for (int b = first; b <= last; b++) {
            steps[b] |= (long) next << state;
        }
    }

    /**
     * Checks a range of bytes that begins with a code point.
     *
     * @return index after the last whole code point; what follows it are at most 3 bytes that begin another one
     * @throws InvalidUtf8Exception when some bytes begin no code point
     */
    public static int whole(byte[] bytes, int from, int to) throws InvalidUtf8Exception {
        int state = run(bytes, from, to);
        if (state == ERROR) {
            throw new InvalidUtf8Exception(firstInvalid(bytes, from, to));
        }
        int end = to;
        if (state != BETWEEN) {
            do {
                end--;
            } while (isContinuation(bytes[end]));
        }
        return end;
    }

    private static int run(byte[] bytes, int from, int to) {
        long state = BETWEEN;
        for (int i = from; i < to; i++) {
            state = STEPS[bytes[i] & 0xFF] >>> state;
        }
        return (int) state & STATE_MASK;
    }

    /** Where the code point begins at which the automaton fails. */
    private static int firstInvalid(byte[] bytes, int from, int to) {
        long state = BETWEEN;
        int start = from;
        for (int i = from; i < to; i++) {
            if ((state & STATE_MASK) == BETWEEN) {
                start = i;
            }
            state = STEPS[bytes[i] & 0xFF] >>> state;
            if ((state & STATE_MASK) == ERROR) {
                break;
            }
        }
        return start;
    }

    /**
     * Checks bytes from the first to the last.
     *
     * @throws InvalidUtf8Exception when some bytes begin no code point, or the last one is cut off
     */
    public static void check(byte[] bytes) throws InvalidUtf8Exception {
        int end = whole(bytes, 0, bytes.length);
        if (end < bytes.length) {
            throw new InvalidUtf8Exception(end);
        }
    }

    /** Number of code points that begin in a range of checked bytes. */
    public static int count(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!isContinuation(bytes[i])) {
                count++;
            }
        }
        return count;
    }

    private static boolean isContinuation(byte b) {
        return b < (byte) 0xC0;
    }

    /**
     * Reads checked bytes.
     *
     * @param bytes whole code points
     * @param codePoints is given each of them in order
     */
    public static void forEach(byte[] bytes, IntConsumer codePoints) {
        int i = 0;
        while (i < bytes.length) {
            int lead = bytes[i];
            if (lead >= 0) {
                codePoints.accept(lead);
                i++;
            } else if (lead < (byte) 0xE0) {
                codePoints.accept((lead & 0x1F) << 6 | bits(bytes[i + 1]));
                i += 2;
            } else if (lead < (byte) 0xF0) {
                codePoints.accept((lead & 0x0F) << 12 | bits(bytes[i + 1]) << 6 | bits(bytes[i + 2]));
                i += 3;
            } else {
                codePoints.accept(
                        (lead & 0x07) << 18 | bits(bytes[i + 1]) << 12 | bits(bytes[i + 2]) << 6 | bits(bytes[i + 3]));
                i += 4;
            }
        }
    }

    private static int bits(byte continuation) {
        return continuation & 0x3F;
    }
}
