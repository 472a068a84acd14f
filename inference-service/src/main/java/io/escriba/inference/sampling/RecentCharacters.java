package io.escriba.inference.sampling;

import io.escriba.sampling.Sampling;

/**
 * The end of a text, as far as its repetition is penalized: the last {@link Sampling#REPETITION_WINDOW} characters, those of
 * the prompt included. They depend on the text alone, wherever in it a stream began.
 */
public final class RecentCharacters {
    private static final RecentCharacters NONE = new RecentCharacters(0);

    /** A ring. */
    private final int[] ids;

    private int next;
    private int size;

    private RecentCharacters(int window) {
        this.ids = new int[window];
    }

    /**
     * Those of a text as it is now. Nothing is kept where the settings penalize nothing.
     *
     * @param ids that end with the text
     * @param from index of its first character
     */
    public static RecentCharacters of(Sampling sampling, int[] ids, int from) {
        if (sampling.repetitionPenalty() == 1) {
            return NONE;
        }
        RecentCharacters recent = new RecentCharacters(Sampling.REPETITION_WINDOW);
        for (int i = Math.max(from, ids.length - Sampling.REPETITION_WINDOW); i < ids.length; i++) {
            recent.add(ids[i]);
        }
        return recent;
    }

    /** The text has one character more. */
    public void add(int id) {
        if (ids.length > 0) {
            ids[next] = id;
            next = (next + 1) % ids.length;
            size = Math.min(size + 1, ids.length);
        }
    }

    /** All of them, the last one last. */
    public int[] inOrder() {
        int[] ordered = new int[size];
        for (int i = 0; i < size; i++) {
            ordered[i] = ids[(next - size + i + ids.length) % ids.length];
        }
        return ordered;
    }

    /** How many there are; some may be equal. */
    int size() {
        return size;
    }

    /** One of them, in no particular order. */
    int get(int index) {
        return ids[index];
    }
}
