package io.escriba.inference.sampling;

import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;

/**
 * Chooses ids from logits. The begin mark is never chosen, since it stands only before a text.
 *
 * <p>Equal arguments give equal ids on every machine: the exponential is {@link Exponential}'s, sums are of float64 and
 * in the order of ids, and of equal logits the lowest id comes first. Keeps scratch memory, so it is not thread-safe.
 */
public final class Sampler {
    private static final int NONE = -1;

    private final int beginMark;
    private final int endMark;
    /** The logits as the settings change them; negative infinity for what must not be chosen. */
    private final float[] scores;

    private final float[] ascendingScores;
    /** Relative probabilities, 0 for what is no candidate. */
    private final double[] weights;

    private final double[] ascendingWeights;

    /** A sampler of this vocabulary's ids. */
    public Sampler(Vocabulary vocabulary) {
        int size = vocabulary.size();
        this.beginMark = vocabulary.beginMark().orElse(NONE);
        this.endMark = vocabulary.endMark().orElse(NONE);
        this.scores = new float[size];
        this.ascendingScores = new float[size];
        this.weights = new double[size];
        this.ascendingWeights = new double[size];
    }

    /**
     * The chosen id.
     *
     * @param logits unnormalized log-probabilities, in the order of ids; longer than the vocabulary when they hold
     *     several rows
     * @param offset of the first id's logit
     * @param recent the end of the text, whose repetition may be penalized
     * @param uniform at least 0 and below 1; unused at temperature 0
     * @throws ArithmeticException when a logit is no finite number
     */
    public int sample(float[] logits, int offset, Sampling sampling, RecentCharacters recent, double uniform) {
        copy(logits, offset);
        penalize(recent, logits, offset, sampling.repetitionPenalty());
        exclude(beginMark);
        if (sampling.ignoreEnd()) {
            exclude(endMark);
        }
        int best = best();
        return sampling.temperature() == 0 ? best : draw(best, sampling, uniform);
    }

    private void copy(float[] logits, int offset) {
        for (int id = 0; id < scores.length; id++) {
            float logit = logits[offset + id];
            if (!Float.isFinite(logit)) {
                throw new ArithmeticException("The model scores id " + id + " with " + logit
                        + ", which is no finite number. Train it again, with a lower learning rate.");
            }
            scores[id] = logit;
        }
    }

    /** A character that occurs several times is penalized once, since its score follows from its logit. */
    private void penalize(RecentCharacters recent, float[] logits, int offset, double penalty) {
        for (int i = 0; i < recent.size(); i++) {
            int id = recent.get(i);
            scores[id] = penalized(logits[offset + id], penalty);
        }
    }

    /** Less likely in either case; no farther from 0 than a float can be. */
    private static float penalized(float logit, double penalty) {
        double changed = logit > 0 ? logit / penalty : logit * penalty;
        return (float) Math.max(-Float.MAX_VALUE, Math.min(changed, Float.MAX_VALUE));
    }

    private void exclude(int mark) {
        if (mark != NONE) {
            scores[mark] = Float.NEGATIVE_INFINITY;
        }
    }

    private int best() {
        int best = 0;
        for (int id = 1; id < scores.length; id++) {
            if (scores[id] > scores[best]) {
                best = id;
            }
        }
        return best;
    }

    private int draw(int best, Sampling sampling, double uniform) {
        double total = weigh(best, sampling.temperature(), sampling.topK());
        if (sampling.topP() < 1) {
            total = keepNucleus(sampling.topP() * total);
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

    /** Weighs the k most likely ids; gives the sum of their weights. */
    private double weigh(int best, double temperature, int k) {
        float least = leastCandidate(k);
        int ties = k - above(least);
        double total = 0;
        for (int id = 0; id < weights.length; id++) {
            float score = scores[id];
            boolean candidate = score > least || (score == least && ties-- > 0);
            // Relative to the best, no weight overflows and the best one's is 1.
            weights[id] = candidate ? Exponential.of(((double) score - scores[best]) / temperature) : 0;
            total += weights[id];
        }
        return total;
    }

    /** The k-th largest score, or one below all of them when k sets no limit. */
    private float leastCandidate(int k) {
        if (k == 0 || k >= scores.length) {
            return Float.NEGATIVE_INFINITY;
        }
        System.arraycopy(scores, 0, ascendingScores, 0, scores.length);
        Arrays.sort(ascendingScores);
        return ascendingScores[scores.length - k];
    }

    private int above(float least) {
        int count = 0;
        for (float score : scores) {
            if (score > least) {
                count++;
            }
        }
        return count;
    }

    /** Keeps the weights of the fewest most likely ids that come to this sum; gives what they come to. */
    private double keepNucleus(double sum) {
        System.arraycopy(weights, 0, ascendingWeights, 0, weights.length);
        Arrays.sort(ascendingWeights);
        int last = weights.length - 1;
        double found = ascendingWeights[last];
        while (found < sum && last > 0) {
            last--;
            found += ascendingWeights[last];
        }
        double least = ascendingWeights[last];
        int ties = 0;
        while (last + ties < weights.length && ascendingWeights[last + ties] == least) {
            ties++;
        }
        double kept = 0;
        for (int id = 0; id < weights.length; id++) {
            boolean stays = weights[id] > least || (weights[id] == least && ties-- > 0);
            weights[id] = stays ? weights[id] : 0;
            kept += weights[id];
        }
        return kept;
    }
}
