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
 * @param snapshotInterval characters after which its reader is given a {@link Snapshot}, again and again; 0 for none
 */
public record Order(
        TextSoFar text,
        Sampling sampling,
        StopStrings stops,
        OptionalInt likelihoods,
        long skip,
        long maxCharacters,
        int snapshotInterval) {
    public Order {
        if (maxCharacters < 1 || skip < 0 || skip > maxCharacters) {
            throw new IllegalArgumentException("Of " + maxCharacters + " characters " + skip
                    + " are to be skipped. Ask for at least 1, and skip 0 to all of them.");
        }
        if (text.characters() > maxCharacters) {
            throw new IllegalArgumentException(text.characters() + " characters have been written, but " + maxCharacters
                    + " are wanted. Ask for at least as many.");
        }
        if (snapshotInterval < 0) {
            throw new IllegalArgumentException(
                    "Snapshots every " + snapshotInterval + " characters cannot be given. Use 0 for none.");
        }
        likelihoods.ifPresent(Likelihood::checkTop);
    }

    /** A text whose reader is given no snapshots. */
    public Order(
            TextSoFar text,
            Sampling sampling,
            StopStrings stops,
            OptionalInt likelihoods,
            long skip,
            long maxCharacters) {
        this(text, sampling, stops, likelihoods, skip, maxCharacters, 0);
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
