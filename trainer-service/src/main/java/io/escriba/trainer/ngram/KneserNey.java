package io.escriba.trainer.ngram;

import java.util.Arrays;

/**
 * Makes predictions out of counts: what followed a context, less a discount, and for the rest the prediction after the
 * context without its oldest character (Chen and Goodman 1999, section 4.1.6). Contexts that are too rare are left out, so
 * that the tables stay within a size. Goes through the contexts by their length, since each needs those that are shorter.
 * Not thread-safe.
 */
public final class KneserNey {
    private static final int EMPTY = 1;
    private static final int MOST_LEVEL = 255;

    private final NgramCounts counts;
    private final int vocabulary;
    private final int occurrences;

    /** Of each context: where its places begin and end, and what is predicted after it. */
    private int[] first = new int[1 << 10];

    private int[] end = new int[1 << 10];
    private float[] probabilities;
    private int[] children;
    private int contexts;

    private KneserNey(NgramCounts counts, int occurrences) {
        this.counts = counts;
        this.vocabulary = counts.vocabulary();
        this.occurrences = occurrences;
        this.probabilities = new float[first.length * vocabulary];
        this.children = new int[first.length * (vocabulary + 1)];
    }

    /**
     * The predictions that follow from some counts.
     *
     * @param most numbers in the larger table
     */
    public static NgramTables tables(NgramCounts counts, int most) {
        counts.sort();
        int contexts = Math.max(2, most / (counts.vocabulary() + 1));
        return new KneserNey(counts, fewestOccurrences(counts, contexts)).tables();
    }

    /** How often a context must occur so that there are not more of them. */
    private static int fewestOccurrences(NgramCounts counts, int contexts) {
        // The last one stands for all that are more frequent.
        int[] withOccurrences = new int[1 << 12];
        count(counts, 0, counts.count(), 0, withOccurrences);
        int kept = 2;
        int occurrences = withOccurrences.length;
        while (occurrences > 1 && kept + withOccurrences[occurrences - 1] <= contexts) {
            occurrences--;
            kept += withOccurrences[occurrences];
        }
        return occurrences;
    }

    private static void count(NgramCounts counts, int first, int end, int length, int[] withOccurrences) {
        if (length == counts.depth()) {
            return;
        }
        for (int from = first; from < end; ) {
            int to = counts.endOfSymbol(from, end, length);
            withOccurrences[Math.min(to - from, withOccurrences.length - 1)]++;
            count(counts, from, to, length + 1, withOccurrences);
            from = to;
        }
    }

    private NgramTables tables() {
        add(0, 0);
        add(0, counts.count());
        Arrays.fill(probabilities, 0, 2 * vocabulary, 1f / vocabulary);
        predict(EMPTY, contexts, 0);
        System.arraycopy(probabilities, vocabulary, probabilities, 0, vocabulary);
        int from = EMPTY;
        int longest = contexts;
        for (int length = 1; length <= counts.depth(); length++) {
            longest = contexts;
            for (int shorter = from; shorter < longest; shorter++) {
                addChildren(shorter, length - 1);
            }
            predict(longest, contexts, length);
            from = longest;
        }
        int withChildren = counts.depth() == counts.length() ? longest : contexts;
        return new NgramTables(
                vocabulary, counts.length(), Arrays.copyOf(children, withChildren * (vocabulary + 1)), levels());
    }

    private int add(int firstPlace, int endPlace) {
        if (contexts == first.length) {
            int room = 2 * contexts;
            first = Arrays.copyOf(first, room);
            end = Arrays.copyOf(end, room);
            probabilities = Arrays.copyOf(probabilities, room * vocabulary);
            children = Arrays.copyOf(children, room * (vocabulary + 1));
        }
        first[contexts] = firstPlace;
        end[contexts] = endPlace;
        return contexts++;
    }

    /** Adds the contexts of one character more, which begin with what the shorter one predicts. */
    private void addChildren(int shorter, int length) {
        int stop = end[shorter];
        for (int from = first[shorter]; from < stop; ) {
            int to = counts.endOfSymbol(from, stop, length);
            if (to - from >= occurrences) {
                int context = add(from, to);
                children[shorter * (vocabulary + 1) + counts.symbol(from, length)] = context;
                System.arraycopy(probabilities, shorter * vocabulary, probabilities, context * vocabulary, vocabulary);
            }
            from = to;
        }
    }

    /** Replaces the predictions of contexts of one length, which are those of the shorter ones until then. */
    private void predict(int from, int to, int length) {
        int[] followed = new int[vocabulary];
        Discounts discounts = new Discounts();
        for (int context = from; context < to; context++) {
            counts.counts(first[context], end[context], length, followed);
            discounts.add(followed);
        }
        for (int context = from; context < to; context++) {
            counts.counts(first[context], end[context], length, followed);
            predict(context, followed, discounts);
        }
    }

    private void predict(int context, int[] followed, Discounts discounts) {
        long total = 0;
        double discounted = 0;
        for (int count : followed) {
            total += count;
            discounted += discounts.of(count);
        }
        for (int id = 0; id < vocabulary && total > 0; id++) {
            int at = context * vocabulary + id;
            double own = followed[id] - discounts.of(followed[id]);
            probabilities[at] = (float) ((own + discounted * probabilities[at]) / total);
        }
    }

    private byte[] levels() {
        byte[] levels = new byte[contexts * vocabulary];
        for (int i = 0; i < levels.length; i++) {
            long level = Math.round(-Math.log(probabilities[i]) / NgramTables.STEP);
            levels[i] = (byte) Math.min(level, MOST_LEVEL);
        }
        return levels;
    }
}
