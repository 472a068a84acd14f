package io.escriba.inference.sampling;

import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns logits into logarithms of probabilities. All ids have a share, marks too, as they had in training; the begin mark is
 * never a candidate.
 *
 * <p>Equal logits give equal bits on every machine: the exponential is {@link Exponential}'s, the logarithm {@link StrictMath}'s, and the sum is of
 * float64 and in the order of ids. Keeps scratch memory, so it is not thread-safe.
 */
public final class LogSoftmax {
    private static final int NONE = -1;

    private final String[] characters;
    private final int beginMark;
    private final int[] best = new int[Likelihood.MAX_TOP];

    /** For logits of this vocabulary's ids. */
    public LogSoftmax(Vocabulary vocabulary) {
        this.characters = IntStream.range(0, vocabulary.size())
                .mapToObj(vocabulary::decode)
                .toArray(String[]::new);
        this.beginMark = vocabulary.beginMark().orElse(NONE);
    }

    /**
     * How likely an id was.
     *
     * @param logits finite, in the order of ids; longer than the vocabulary when they hold several rows
     * @param offset of the first id's logit
     * @param id that stands in the text
     * @param top how many candidates are wanted, 0 to {@link Likelihood#MAX_TOP}; there are no more than characters and end
     *     mark
     */
    public Likelihood of(float[] logits, int offset, int id, int top) {
        double largest = largest(logits, offset);
        double logOfSum = StrictMath.log(sum(logits, offset, largest));
        int found = findBest(logits, offset, top);
        List<Candidate> candidates = new ArrayList<>(found);
        for (int i = 0; i < found; i++) {
            int candidate = best[i];
            candidates.add(new Candidate(characters[candidate], logits[offset + candidate] - largest - logOfSum));
        }
        return new Likelihood(logits[offset + id] - largest - logOfSum, candidates);
    }

    private double largest(float[] logits, int offset) {
        float largest = logits[offset];
        for (int id = 1; id < characters.length; id++) {
            largest = Math.max(largest, logits[offset + id]);
        }
        return largest;
    }

    /** Relative to the largest, so that nothing overflows. */
    private double sum(float[] logits, int offset, double largest) {
        double sum = 0;
        for (int id = 0; id < characters.length; id++) {
            sum += Exponential.of(logits[offset + id] - largest);
        }
        return sum;
    }

    /** Puts the most likely ids in order, by insertion, as only a few are kept; gives how many there are. */
    private int findBest(float[] logits, int offset, int wanted) {
        int found = 0;
        for (int id = 0; id < characters.length; id++) {
            float logit = logits[offset + id];
            boolean full = found == wanted;
            if (id == beginMark || (full && (wanted == 0 || logit <= logits[offset + best[wanted - 1]]))) {
                continue;
            }
            int place = full ? wanted - 1 : found++;
            while (place > 0 && logit > logits[offset + best[place - 1]]) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = id;
        }
        return found;
    }
}
