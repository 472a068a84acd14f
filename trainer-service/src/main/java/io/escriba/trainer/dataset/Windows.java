package io.escriba.trainer.dataset;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Parts of documents, each of a first input and a number of targets. Immutable; 8 bytes each. */
final class Windows {
    /** A window's length takes the lower bits, the index of its first input, which may be -1, the others. */
    private static final int LENGTH_BITS = 20;

    /** The longest window. */
    static final int MAX_LENGTH = (1 << LENGTH_BITS) - 1;

    private final long[] windows;

    private Windows(long[] windows) {
        this.windows = windows;
    }

    /**
     * The windows of documents from begin to end mark; each begins with what the one before predicted last.
     *
     * @param documents index of the first character of each
     * @param length most targets of a window, at most {@link #MAX_LENGTH}
     */
    static Windows of(long[] documents, VocabularyIds ids, int length) {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("A window of " + length + " is too long; use at most " + MAX_LENGTH);
        }
        long[] windows = new long[documents.length];
        int count = 0;
        for (long document : documents) {
            long end = document;
            while (!ids.isBorder(end)) {
                end++;
            }
            for (long first = document - 1; first < end; first += length) {
                if (count == windows.length) {
                    windows = Arrays.copyOf(windows, Math.max(16, 2 * count));
                }
                windows[count++] = (first << LENGTH_BITS) | Math.min(length, end - first);
            }
        }
        return new Windows(Arrays.copyOf(windows, count));
    }

    int size() {
        return windows.length;
    }

    /** Index in the text of a window's first input, -1 for the begin mark of the first document. */
    long first(int window) {
        return windows[window] >> LENGTH_BITS;
    }

    /** Number of a window's targets. */
    int length(int window) {
        return (int) windows[window] & MAX_LENGTH;
    }

    /** Targets of all windows. */
    long targets() {
        return Arrays.stream(windows).map(window -> window & MAX_LENGTH).sum();
    }

    Windows shuffled(RandomGenerator random) {
        long[] shuffled = windows.clone();
        Shuffle.of(shuffled, random);
        return new Windows(shuffled);
    }

    /** The shortest first; those of one length stay in their order (counting sort). */
    Windows byLength() {
        int longest = 0;
        for (int i = 0; i < windows.length; i++) {
            longest = Math.max(longest, length(i));
        }
        int[] next = new int[longest + 2];
        for (int i = 0; i < windows.length; i++) {
            next[length(i) + 1]++;
        }
        for (int i = 1; i < next.length; i++) {
            next[i] += next[i - 1];
        }
        long[] sorted = new long[windows.length];
        for (int i = 0; i < windows.length; i++) {
            sorted[next[length(i)]++] = windows[i];
        }
        return new Windows(sorted);
    }
}
