package io.escriba.trainer.ngram;

/**
 * What is taken from counts of 1, of 2 and of more, and given to what never followed (Chen and Goodman 1999, modified
 * Kneser-Ney smoothing). Not thread-safe.
 */
final class Discounts {
    private static final int KINDS = 3;

    /** For where there is too little to derive them from. */
    private static final double USUAL = 0.5;

    private final long[] countsOf = new long[KINDS + 2];

    /** Takes the counts of one context into account. */
    void add(int[] counts) {
        for (int value : counts) {
            if (value > 0 && value < countsOf.length) {
                countsOf[value]++;
            }
        }
    }

    /** What is taken from a count; below it. */
    double of(int count) {
        int kind = Math.min(count, KINDS);
        if (kind == 0) {
            return 0;
        }
        if (countsOf[1] == 0 || countsOf[2] == 0 || countsOf[kind] == 0) {
            return USUAL;
        }
        double once = (double) countsOf[1] / (countsOf[1] + 2 * countsOf[2]);
        double discount = kind - (kind + 1) * once * countsOf[kind + 1] / countsOf[kind];
        return Math.max(USUAL / 5, Math.min(discount, kind - USUAL / 5));
    }
}
