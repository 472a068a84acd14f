package io.escriba.inference.batch;

import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A text as far as it is known before a model goes on with it: a prompt, and what has been written after it.
 *
 * @param ids what the model reads
 * @param start index of the prompt's first id: 1 where something stands before the text that is no part of it, otherwise 0
 * @param written how many of the last ids have been written after the prompt; at least one id stands before them
 */
@SuppressWarnings("ArrayRecordComponent") // ids are copied in and stay in this package; texts are not compared
public record TextSoFar(int[] ids, int start, int written) {
    public TextSoFar {
        if (written < 0 || written >= ids.length) {
            throw new IllegalArgumentException("A model reads at least one id before it writes, but of " + ids.length
                    + " ids " + written + " have been written.");
        }
        if (start < 0 || start > ids.length - written) {
            throw new IllegalArgumentException("The prompt begins at id " + start + ", but there are "
                    + (ids.length - written) + " before what has been written.");
        }
        ids = ids.clone();
    }

    /** A document begins with its mark; a text without marks begins anywhere, and with something only if it must. */
    public static TextSoFar of(Vocabulary vocabulary, int[] prompt, int[] written) {
        int[] before = prompt.length > 0 && !vocabulary.marks() ? new int[0] : new int[] {vocabulary.start()};
        int[] ids =
                Stream.of(before, prompt, written).flatMapToInt(Arrays::stream).toArray();
        return new TextSoFar(ids, before.length, written.length);
    }
}
