package io.escriba.inference.sampling;

import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;

/**
 * Chooses ids from logits. The begin mark is never chosen, since it stands only before a text.
 *
 * <p>Equal arguments give equal ids on every machine: the exponential is {@link StrictMath}'s, sums are of float64 and
 * in the order of ids, and of equal logits the lowest id comes first. Keeps scratch memory, so it is not thread-safe.
 */
public final class Sampler {
    private static final int NONE = -1;

    private final int excluded;
    private final float[] ascending;
    private final double[] weights;

    /** A sampler of this vocabulary's ids. */
    public Sampler(Vocabulary vocabulary) {
        this.excluded = vocabulary.beginMark().orElse(NONE);
        this.ascending = new float[vocabulary.size()];
        this.weights = new double[vocabulary.size()];
    }

    /**
     * The chosen id.
     *
     * @param logits unnormalized log-probabilities, in the order of ids; longer than the vocabulary when they hold
     *     several rows
     * @param offset of the first id's logit
     * @param uniform at least 0 and below 1; unused at temperature 0
     * @throws ArithmeticException when a logit is no finite number
     */
    public int sample(float[] logits, int offset, Sampling sampling, double uniform) {
        int best = best(logits, offset);
        return sampling.temperature() == 0 ? best : draw(logits, offset, best, sampling, uniform);
    }

    private int best(float[] logits, int offset) {
        int best = NONE;
        for (int id = 0; id < weights.length; id++) {
            float logit = logits[offset + id];
            if (!Float.isFinite(logit)) {
                throw new ArithmeticException("The model scores id " + id + " with " + logit
                        + ", which is no finite number. Train it again, with a lower learning rate.");
            }
            if (id != excluded && (best == NONE || logit > logits[offset + best])) {
                best = id;
            }
        }
        return best;
    }

    private int draw(float[] logits, int offset, int best, Sampling sampling, double uniform) {
        float least = leastCandidate(logits, offset, sampling.topK());
        int ties = sampling.topK() - above(logits, offset, least);
        double total = 0;
        for (int id = 0; id < weights.length; id++) {
            float logit = logits[offset + id];
            boolean candidate = id != excluded && (logit > least || (logit == least && ties-- > 0));
            // Relative to the best, no weight overflows and the best one's is 1.
            weights[id] =
                    candidate ? StrictMath.exp(((double) logit - logits[offset + best]) / sampling.temperature()) : 0;
            total += weights[id];
        }
        double target = uniform * total;
        double sum = 0;
        int chosen = best;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] > 0) {
                chosen = id;
                sum += weights[id];
                if (sum > target) {
                    break;
                }
            }
        }
        return chosen;
    }

    /** The k-th largest logit, or one below all of them when k sets no limit. */
    private float leastCandidate(float[] logits, int offset, int k) {
        int eligible = excluded == NONE ? weights.length : weights.length - 1;
        if (k == 0 || k >= eligible) {
            return Float.NEGATIVE_INFINITY;
        }
        System.arraycopy(logits, offset, ascending, 0, ascending.length);
        if (excluded != NONE) {
            ascending[excluded] = Float.NEGATIVE_INFINITY;
        }
        Arrays.sort(ascending);
        return ascending[ascending.length - k];
    }

    private int above(float[] logits, int offset, float least) {
        int count = 0;
        for (int id = 0; id < weights.length; id++) {
            if (id != excluded && logits[offset + id] > least) {
                count++;
            }
        }
        return count;
    }
}
