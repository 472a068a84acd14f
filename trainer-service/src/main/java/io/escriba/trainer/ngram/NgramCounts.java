package io.escriba.trainer.ngram;

import java.util.Arrays;

/**
 * Counts which character follows which others. Each place of a text is one number: the symbol that was read last, those
 * before it, and the id that follows. Sorted, all places of a context are one range, whatever its length. Not thread-safe.
 */
public final class NgramCounts {
    private final int vocabulary;
    private final int length;

    /** Characters that are counted: fewer than {@link #length} where more do not fit into one number. */
    private final int depth;

    private final int bits;
    private long[] places = new long[1 << 10];
    private int count;

    /**
     * Counts of nothing.
     *
     * @param vocabulary how many ids there are
     * @param length most characters of a context
     */
    public NgramCounts(int vocabulary, int length) {
        this.vocabulary = vocabulary;
        this.length = length;
        this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(vocabulary);
        this.depth = Math.min(length, (Long.SIZE - 1) / bits - 1);
    }

    /** Counts every id of a passage after the first one; nothing is known of what came before it. */
    public void add(int[] passage) {
        if (count + passage.length > places.length) {
            places = Arrays.copyOf(places, Math.max(2 * places.length, count + passage.length));
        }
        long read = 0;
        for (int i = 1; i < passage.length; i++) {
            long last = passage[i - 1] + 1L;
            read = (read >>> bits) | (last << (bits * (depth - 1)));
            places[count++] = (read << bits) | passage[i];
        }
    }

    /** How many ids were counted. */
    int count() {
        return count;
    }

    int depth() {
        return depth;
    }

    int vocabulary() {
        return vocabulary;
    }

    int length() {
        return length;
    }

    /** To be called before anything is asked of the places. */
    void sort() {
        Arrays.sort(places, 0, count);
    }

    private long mask() {
        return (1L << bits) - 1;
    }

    /** The id that follows at a place. */
    int next(int place) {
        return (int) (places[place] & mask());
    }

    /** The symbol that was read at a place before {@code back} others. */
    int symbol(int place, int back) {
        return (int) ((places[place] >>> (bits * (depth - back))) & mask());
    }

    /** The end of the range of places that agree with the first of them in one symbol more. */
    int endOfSymbol(int first, int end, int back) {
        int symbol = symbol(first, back);
        int place = first + 1;
        while (place < end && symbol(place, back) == symbol) {
            place++;
        }
        return place;
    }

    /**
     * How often each id follows in a range. The longest contexts count every occurrence; of shorter ones it counts how many
     * characters stood before them when it followed, as Kneser and Ney (1995) found out: a character that follows only in one
     * word says little about others.
     *
     * @param symbols of the context
     * @param counts is overwritten
     */
    void counts(int first, int end, int symbols, int[] counts) {
        Arrays.fill(counts, 0);
        if (symbols == depth) {
            for (int place = first; place < end; place++) {
                counts[next(place)]++;
            }
            return;
        }
        int[] seenIn = new int[vocabulary];
        int run = 0;
        for (int from = first; from < end; ) {
            int to = endOfSymbol(from, end, symbols);
            run++;
            for (int place = from; place < to; place++) {
                int next = next(place);
                if (seenIn[next] != run) {
                    seenIn[next] = run;
                    counts[next]++;
                }
            }
            from = to;
        }
    }
}
