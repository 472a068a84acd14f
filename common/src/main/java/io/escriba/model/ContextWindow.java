package io.escriba.model;

/**
 * How much of a text a network sees that reads a limited number of characters at once. A window begins with the text and
 * grows with it. When it is full and one more character comes, it begins anew at its newer half, so the text goes on
 * without end, and always with at least half a context before each character. Where a window begins depends on the length
 * of the text alone.
 *
 * @param length the most ids of a window, at least 2
 */
public record ContextWindow(int length) {
    public ContextWindow {
        if (length < 2) {
            throw new IllegalArgumentException(
                    "A context of " + length + " cannot be halved; use a length of at least 2.");
        }
    }

    /**
     * Where the window begins that ends with the last id of a text.
     *
     * @param ids of the text, at least 0
     * @return the index of the window's first id: 0 while all fit, later a multiple of {@link #step}
     */
    public long start(long ids) {
        if (ids <= length) {
            return 0;
        }
        long begunAnew = (ids - length + step() - 1) / step();
        return begunAnew * step();
    }

    /** Ids that a full window leaves behind when it begins anew. */
    public int step() {
        return length / 2;
    }

    /** Ids of a full window that are read again when it begins anew. */
    public int kept() {
        return length - step();
    }
}
