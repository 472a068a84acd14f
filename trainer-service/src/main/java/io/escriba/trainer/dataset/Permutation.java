package io.escriba.trainer.dataset;

import java.util.random.RandomGenerator;

/**
 * The numbers from 0 to below n in random order, computed one by one: a Feistel network permutes the next power of four, and
 * what falls outside is permuted again until it falls inside (cycle walking, Black and Rogaway 2002).
 */
final class Permutation {
    private static final int ROUNDS = 6;

    private final long n;
    private final int halfBits;
    private final long[] keys = new long[ROUNDS];

    Permutation(long n, RandomGenerator random) {
        this.n = n;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, n - 1));
        this.halfBits = (bits + 1) / 2;
        for (int i = 0; i < ROUNDS; i++) {
            keys[i] = random.nextLong();
        }
    }

    /** The number at an index from 0 to below n. */
    long at(long index) {
        long number = index;
        do {
            number = permuted(number);
        } while (number >= n);
        return number;
    }

    private long permuted(long number) {
        long mask = (1L << halfBits) - 1;
        long left = number >>> halfBits;
        long right = number & mask;
        for (long key : keys) {
            long next = left ^ (mixed(right + key) & mask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }

    /** The finalizer of MurmurHash3 (variant 13 of Stafford 2011). */
    private static long mixed(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
