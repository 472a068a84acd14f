package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Dropout whose choices depend on a seed and on the order of the calls alone, so that each of several threads can have its
 * own. Not thread-safe. Masks live outside the heap and are used again after {@link #restart}.
 */
public final class SeededDropout implements Dropout {
    /** A choice takes so many random bits. */
    private static final int BITS = 16;

    private static final int CHOICES_PER_DRAW = Long.SIZE / BITS;

    private final List<ByteBuffer> masks = new ArrayList<>();
    private int used;
    private SplittableRandom random = new SplittableRandom(0);

    /** Begins anew; what was computed before must not be needed any more, gradients included. */
    public void restart(long seed) {
        used = 0;
        random = new SplittableRandom(seed);
    }

    @Override
    public NDArray apply(NDArray input, double rate) {
        if (rate == 0) {
            return input;
        }
        ByteBuffer mask = mask(Math.toIntExact(input.size()));
        draw(mask, Math.round(rate * (1 << BITS)));
        NDArray kept = input.getManager().create(mask, input.getShape(), DataType.UINT8);
        return Gradients.scaled(input.mul(kept), 1 / (1 - rate));
    }

    /** The next buffer of so many bytes. */
    private ByteBuffer mask(int size) {
        if (used == masks.size()) {
            masks.add(ByteBuffer.allocateDirect(0));
        }
        if (masks.get(used).capacity() < size) {
            masks.set(used, ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
        }
        return masks.get(used++).clear().limit(size);
    }

    /** Fills a buffer with 0 where so many choices of 65,536 fall, and with 1 elsewhere. */
    private void draw(ByteBuffer mask, long dropped) {
        for (int i = 0; i < mask.limit(); i += CHOICES_PER_DRAW) {
            long bits = random.nextLong();
            for (int j = i; j < Math.min(i + CHOICES_PER_DRAW, mask.limit()); j++) {
                mask.put(j, (byte) ((dropped - 1 - (bits & ((1 << BITS) - 1))) >>> (Long.SIZE - 1)));
                bits >>>= BITS;
            }
        }
    }
}
