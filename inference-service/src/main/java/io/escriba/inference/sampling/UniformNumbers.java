package io.escriba.inference.sampling;

/**
 * Uniform random numbers that depend on a seed and an index only, so that the i-th character of a stream gets the same
 * number alone or among others, in one process or another, and after a resumption.
 *
 * <p>The generator is Philox-4x32 with 10 rounds: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random
 * Numbers: As Easy as 1, 2, 3", SC '11, section 3.3. The seed is its key and the index its counter.
 */
public final class UniformNumbers {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;

    private static final long LOW_WORD = 0xFFFFFFFFL;
    private static final double ULP = 0x1.0p-53;

    private UniformNumbers() {}

    /** Number {@code index} of this seed: 53 random bits, at least 0 and below 1. */
    public static double at(long seed, long index) {
        int[] block = philox(new int[] {(int) index, (int) (index >>> 32), 0, 0}, (int) seed, (int) (seed >>> 32));
        long bits = (block[0] & LOW_WORD) << 32 | (block[1] & LOW_WORD);
        return (bits >>> 11) * ULP;
    }

    /**
     * The block of four random words of a counter of four words.
     *
     * @param words the counter; replaced by the block
     */
    static int[] philox(int[] words, int firstKey, int secondKey) {
        int key0 = firstKey;
        int key1 = secondKey;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (words[0] & LOW_WORD);
            long product1 = MULTIPLIER_1 * (words[2] & LOW_WORD);
            words[0] = (int) (product1 >>> 32) ^ words[1] ^ key0;
            words[1] = (int) product1;
            words[2] = (int) (product0 >>> 32) ^ words[3] ^ key1;
            words[3] = (int) product0;
            key0 += KEY_STEP_0;
            key1 += KEY_STEP_1;
        }
        return words;
    }
}
