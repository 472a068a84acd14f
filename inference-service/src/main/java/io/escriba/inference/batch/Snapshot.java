package io.escriba.inference.batch;

/**
 * What a model remembers of a text, so that it can go on elsewhere without anybody reading the text again. None of the text's
 * last characters may be the beginning of a stop string.
 *
 * @param characters after the prompt
 * @param before ids that stand before the last ones
 * @param ids the last ones of the text, at least one: those that a model with a limited context sees, and those that
 *     count as repeated
 * @param state before the last id was read; empty where all of them are to be read
 */
@SuppressWarnings("ArrayRecordComponent") // made for one reader, which does not change them
public record Snapshot(long characters, long before, int[] ids, float[] state) {
    public Snapshot {
        if (characters < 1 || before < 0 || ids.length < 1) {
            throw new IllegalArgumentException("A snapshot has at least one character and one id, but this one has "
                    + characters + " characters, and " + ids.length + " ids after " + before + ".");
        }
    }
}
