package io.escriba.gateway.generation;

import java.util.List;

/**
 * How likely the model found what stands at one place of a text. It is the model's own distribution, whatever settings
 * characters are chosen with.
 *
 * @param logProbability of the character that stands there, in nats
 * @param top the most likely characters, the likeliest first; as many as were asked for
 */
public record Likelihood(double logProbability, List<Candidate> top) {
    public Likelihood {
        top = List.copyOf(top);
    }

    /**
     * What could stand there.
     *
     * @param character empty for the end of the text
     * @param logProbability in nats
     */
    public record Candidate(String character, double logProbability) {}
}
