package io.escriba.gateway.generation;

/**
 * How one API asks for a text. Its fields {@code model}, {@code prompt}, {@code temperature}, {@code stop}, {@code seed} and
 * {@code logprobs} are called so in every API.
 *
 * @param names of the other fields
 * @param leastMaxCharacters the fewest that a request may ask for
 * @param defaultMaxCharacters when a request does not say how many
 * @param defaultTemperature when a request does not say which
 * @param maxCandidates the most characters whose log-probabilities a request may ask for at each place
 */
public record Dialect(
        Names names, long leastMaxCharacters, long defaultMaxCharacters, double defaultTemperature, int maxCandidates) {
    /**
     * What fields are called.
     *
     * @param maxCharacters the most characters to write
     * @param topK the number of candidates
     * @param topP the share of the probability that the candidates have
     * @param repetitionPenalty what makes a text repeat itself less
     * @param ignoreEnd whether the model may not end the text
     */
    public record Names(String maxCharacters, String topK, String topP, String repetitionPenalty, String ignoreEnd) {}
}
