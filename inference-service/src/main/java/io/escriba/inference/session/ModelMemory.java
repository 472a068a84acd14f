package io.escriba.inference.session;

import io.escriba.model.Manifest;

/** What a model takes in memory when it is loaded, from what is known of it before. */
public final class ModelMemory {
    /** Bytes of memory for each byte of the file: the most that was measured, see decision 20. */
    private static final double FACTOR = 2;

    /** Bytes that a session and its thread take, whatever the file; see decision 20. */
    private static final long LEAST = 1L << 20;

    private ModelMemory() {}

    /**
     * Bytes that a loaded model takes, about, without the state of its texts, of which {@link StateMemory} keeps account.
     *
     * @param size of {@code model.onnx} in bytes
     * @param rows that a step can take further
     */
    public static long estimate(Manifest manifest, long size, int rows) {
        // A step's scores are there twice, where the runtime writes them and where they are sampled from.
        long scores = CharacterModel.LONGEST_READ + 2L * rows;
        return LEAST
                + Math.round(FACTOR * size)
                + scores * manifest.vocabulary().size() * Float.BYTES;
    }
}
