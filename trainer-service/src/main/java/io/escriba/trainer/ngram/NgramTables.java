package io.escriba.trainer.ngram;

/**
 * Predictions after contexts, as tables that an engine can look up without any search. Contexts have numbers, the shorter
 * ones the lower: 0 stands for one that never occurred, 1 for the empty one.
 *
 * <p>The number of what was read last follows character by character, the last one first: from 1 by
 * {@code children[1][last + 1]} to a context of one character, from there by the character before it to one of two, and so
 * on; 0 leads to 0, and so does the symbol 0, which stands for the time before a text begins, where none began so. The
 * greatest of these numbers is that of the longest context that is known.
 *
 * @param vocabulary how many ids there are; a symbol is an id plus 1
 * @param length most characters of a context, at least 2
 * @param children int32 {@code [contexts that may have longer ones, vocabulary + 1]}
 * @param levels what is predicted after each context, uint8 {@code [contexts, vocabulary]}: the negative log-probability in
 *     steps of {@link #STEP}
 */
public record NgramTables(int vocabulary, int length, int[] children, byte[] levels) {
    /** Nats. A power of two, so that all engines get the same number; half of it is far below what one can learn. */
    public static final float STEP = 1f / 16;

    /** The number of contexts, with those of the numbers 0 and 1. */
    public int contexts() {
        return levels.length / vocabulary;
    }

    /** What may follow a context: its children's row. */
    int child(int context, int symbol) {
        return children[context * (vocabulary + 1) + symbol];
    }

    /** The log-probability of an id after a context, in nats. */
    float logProbability(int context, int id) {
        return -STEP * Byte.toUnsignedInt(levels[context * vocabulary + id]);
    }
}
