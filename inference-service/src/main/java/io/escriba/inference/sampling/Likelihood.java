package io.escriba.inference.sampling;

import java.util.List;

/**
 * How likely a model found what stands at one place of a text, and what else could stand there. It is the model's own
 * distribution, whatever settings characters are chosen with.
 *
 * @param logProbability of the character that stands there, in nats, at most 0
 * @param top the most likely characters, the likeliest first; of equal ones the one with the lowest id
 */
public record Likelihood(double logProbability, List<Candidate> top) {
    /** The most candidates that can be asked for. */
    public static final int MAX_TOP = 20;

    public Likelihood {
        top = List.copyOf(top);
    }

    /**
     * Checks a number of candidates.
     *
     * @throws IllegalArgumentException when so many cannot be asked for
     */
    public static void checkTop(int candidates) {
        if (candidates < 0 || candidates > MAX_TOP) {
            throw new IllegalArgumentException(
                    "There are 0 to " + MAX_TOP + " candidates for a character, but " + candidates + " are wanted.");
        }
    }
}
