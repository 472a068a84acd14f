package io.escriba.inference.batch;

import io.escriba.sampling.Sampling;

/**
 * A text to be written.
 *
 * @param ids what the model reads first; at least one
 * @param sampling how characters are chosen
 * @param skip characters that are generated and not sent, 0 to {@code maxCharacters}
 * @param maxCharacters the text ends there, those skipped included; at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // ids are copied in and stay in this package; orders are not compared
public record Order(int[] ids, Sampling sampling, long skip, long maxCharacters) {
    public Order {
        if (ids.length == 0) {
            throw new IllegalArgumentException("A model reads at least one id before it writes.");
        }
        if (maxCharacters < 1 || skip < 0 || skip > maxCharacters) {
            throw new IllegalArgumentException("Of " + maxCharacters + " characters " + skip
                    + " are to be skipped. Ask for at least 1, and skip 0 to all of them.");
        }
        ids = ids.clone();
    }
}
