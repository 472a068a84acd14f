package io.escriba.inference.batch;

import io.escriba.sampling.Sampling;

/**
 * A text to be written.
 *
 * @param text what it begins with
 * @param sampling how characters are chosen
 * @param skip characters that are generated and not sent, 0 to {@code maxCharacters}
 * @param maxCharacters the text ends there, those skipped included; at least 1
 */
public record Order(TextSoFar text, Sampling sampling, long skip, long maxCharacters) {
    public Order {
        if (maxCharacters < 1 || skip < 0 || skip > maxCharacters) {
            throw new IllegalArgumentException("Of " + maxCharacters + " characters " + skip
                    + " are to be skipped. Ask for at least 1, and skip 0 to all of them.");
        }
    }

    /**
     * A text that begins with a prompt.
     *
     * @param prompt ids that the model reads, at least one
     */
    public Order(int[] prompt, Sampling sampling, long skip, long maxCharacters) {
        this(new TextSoFar(prompt, 0), sampling, skip, maxCharacters);
    }
}
