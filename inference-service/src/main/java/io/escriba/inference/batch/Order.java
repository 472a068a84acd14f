package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.sampling.Sampling;
import java.util.OptionalInt;

/**
 * A text to be written.
 *
 * @param text what it begins with
 * @param sampling how characters are chosen
 * @param stops where the text ends
 * @param likelihoods whether characters come with their {@link Likelihood}, and with so many candidates
 * @param skip index after the prompt of the first character that is sent, 0 to {@code maxCharacters}; of what has been
 *     written nothing is
 * @param maxCharacters after the prompt, at which the text ends; at least 1, and at least those that have been written
 */
public record Order(
        TextSoFar text, Sampling sampling, StopStrings stops, OptionalInt likelihoods, long skip, long maxCharacters) {
    public Order {
        if (maxCharacters < 1 || skip < 0 || skip > maxCharacters) {
            throw new IllegalArgumentException("Of " + maxCharacters + " characters " + skip
                    + " are to be skipped. Ask for at least 1, and skip 0 to all of them.");
        }
        if (text.written() > maxCharacters) {
            throw new IllegalArgumentException(text.written() + " characters have been written, but " + maxCharacters
                    + " are wanted. Ask for at least as many.");
        }
        likelihoods.ifPresent(Likelihood::checkTop);
    }

    /**
     * A text that begins with a prompt and ends nowhere in particular, and of which only the characters are wanted.
     *
     * @param prompt ids that the model reads, at least one
     */
    public Order(int[] prompt, Sampling sampling, long skip, long maxCharacters) {
        this(new TextSoFar(prompt, 0, 0), sampling, StopStrings.none(), OptionalInt.empty(), skip, maxCharacters);
    }
}
