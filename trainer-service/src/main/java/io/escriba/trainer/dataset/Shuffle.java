package io.escriba.trainer.dataset;

import java.util.random.RandomGenerator;

/** Fisher and Yates's shuffle, for arrays of numbers. */
final class Shuffle {
    private Shuffle() {}

    static void of(long[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            long value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    static void of(int[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
