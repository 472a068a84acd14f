package io.escriba.inference.batch;

import io.escriba.vocabulary.Vocabulary;

/**
 * A text as far as it is known before a model goes on with it.
 *
 * @param ids what the model reads; at least one
 * @param start index of the text's first id: 1 where something stands before the text that is no part of it, otherwise 0
 */
@SuppressWarnings("ArrayRecordComponent") // ids are copied in and stay in this package; texts are not compared
public record TextSoFar(int[] ids, int start) {
    public TextSoFar {
        if (ids.length == 0) {
            throw new IllegalArgumentException("A model reads at least one id before it writes.");
        }
        if (start < 0 || start > ids.length) {
            throw new IllegalArgumentException(
                    "The text begins at id " + start + ", but there are " + ids.length + " ids.");
        }
        ids = ids.clone();
    }

    /** A document begins with its mark; a text without marks begins anywhere, and with something only if it must. */
    public static TextSoFar of(Vocabulary vocabulary, int... prompt) {
        if (prompt.length > 0 && !vocabulary.marks()) {
            return new TextSoFar(prompt, 0);
        }
        int[] ids = new int[prompt.length + 1];
        ids[0] = vocabulary.start();
        System.arraycopy(prompt, 0, ids, 1, prompt.length);
        return new TextSoFar(ids, 1);
    }
}
