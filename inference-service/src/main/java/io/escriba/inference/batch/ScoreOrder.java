package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;

/**
 * A text to be scored.
 *
 * @param text of which what has been written after the prompt is scored; at least one character
 * @param candidates that are named for each character, 0 to {@link Likelihood#MAX_TOP}
 */
public record ScoreOrder(TextSoFar text, int candidates) {
    public ScoreOrder {
        if (text.written() < 1) {
            throw new IllegalArgumentException("There is nothing to score. Give at least one character.");
        }
        Likelihood.checkTop(candidates);
    }
}
