package io.escriba.inference.batch;

import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A text as far as it is known before a model goes on with it: a prompt, or a snapshot, and what has been written after it.
 *
 * @param ids what is known of the text
 * @param start index of the prompt's first id: 1 where something stands before the text that is no part of it, otherwise 0
 * @param written how many of the last ids have been written after the prompt or the snapshot; at least one id stands before
 *     them
 * @param snapshot with which the ids begin
 */
@SuppressWarnings("ArrayRecordComponent") // ids are copied in and stay in this package; texts are not compared
public record TextSoFar(int[] ids, int start, int written, Optional<Snapshot> snapshot) {
    private static final float[] NOTHING = {};

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

    /** A text that is known from its prompt on. */
    public TextSoFar(int[] ids, int start, int written) {
        this(ids, start, written, Optional.empty());
    }

    /** A document begins with its mark; a text without marks begins anywhere, and with something only if it must. */
    public static TextSoFar of(Vocabulary vocabulary, int[] prompt, int[] written) {
        int[] before = prompt.length > 0 && !vocabulary.marks() ? new int[0] : new int[] {vocabulary.start()};
        return new TextSoFar(joined(before, prompt, written), before.length, written.length);
    }

    /** What has been written after a snapshot. */
    public static TextSoFar of(Snapshot snapshot, int[] written) {
        return new TextSoFar(joined(snapshot.ids(), written), 0, written.length, Optional.of(snapshot));
    }

    /** Characters after the prompt. */
    long characters() {
        return written + snapshot.map(Snapshot::characters).orElse(0L);
    }

    /** How many ids stand before those that are known. */
    long before() {
        return snapshot.map(Snapshot::before).orElse(0L);
    }

    /** The state from which the model goes on; empty where it has read nothing. */
    float[] state() {
        return snapshot.map(Snapshot::state).orElse(NOTHING);
    }

    /** How many of the ids are behind that state. */
    int read() {
        return state().length == 0
                ? 0
                : snapshot.map(known -> known.ids().length - 1).orElse(0);
    }

    private static int[] joined(int[]... parts) {
        return Stream.of(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
