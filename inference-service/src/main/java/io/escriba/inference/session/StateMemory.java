package io.escriba.inference.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/**
 * The memory outside the heap in which all loaded models keep the state of their streams. Thread-safe.
 *
 * <p>Streams leave an eighth of it to models that are still to be loaded. Otherwise a version with many streams could keep
 * the one that is to replace it from being loaded, and would be given all new streams for that very reason.
 */
public final class StateMemory {
    private static final int EIGHTH = 8;

    private final long limit;
    private final IntFunction<ByteBuffer> allocator;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Runnable onShortage = () -> {};
    private long taken;

    /**
     * Memory of which nothing is taken.
     *
     * @param limit bytes
     */
    public StateMemory(long limit) {
        this(limit, ByteBuffer::allocateDirect);
    }

    /** Memory that comes from elsewhere. */
    StateMemory(long limit, IntFunction<ByteBuffer> allocator) {
        this.limit = limit;
        this.allocator = allocator;
    }

    /** Has this called, by the threads of models and again and again, while streams wait for memory. */
    public void onShortage(Runnable listener) {
        onShortage = listener;
    }

    /** The bytes that all models together may take. */
    long limit() {
        return limit;
    }

    /**
     * What a model needs to be loaded.
     *
     * @throws NoStateMemoryException when there is not so much
     */
    synchronized Share share(long bytes) throws NoStateMemoryException {
        if (bytes > limit - taken) {
            throw new NoStateMemoryException(bytes, limit - taken, limit);
        }
        taken += bytes;
        return new Share(bytes);
    }

    /** Has this called, by any thread, whenever memory is given back. */
    void onFree(Runnable listener) {
        listeners.add(listener);
    }

    /** Has it called no more. */
    void removeOnFree(Runnable listener) {
        listeners.remove(listener);
    }

    /**
     * Room for so many numbers, all zero. It is free again when nobody refers to it.
     *
     * @throws OutOfMemoryError when the JVM has none, whatever the limit
     */
    FloatBuffer floats(long count) {
        return bytes(count * Float.BYTES).asFloatBuffer();
    }

    /** As {@link #floats}, for whole numbers. */
    LongBuffer longs(long count) {
        return bytes(count * Long.BYTES).asLongBuffer();
    }

    /** As {@link #floats}, for numbers of float64. */
    DoubleBuffer doubles(long count) {
        return bytes(count * Double.BYTES).asDoubleBuffer();
    }

    /** As {@link #floats}, for bytes. */
    ByteBuffer bytes(long count) {
        return allocator.apply(Math.toIntExact(count)).order(ByteOrder.nativeOrder());
    }

    private synchronized int takePieces(int least, int most, long each) {
        long free = limit - limit / EIGHTH - taken;
        int granted = (int) Math.min(most, Math.max(0, free) / each);
        if (granted < least) {
            return 0;
        }
        taken += granted * each;
        return granted;
    }

    private synchronized void release(long bytes) {
        taken -= bytes;
    }

    /** What one model has taken. Used by one thread at a time. */
    final class Share implements AutoCloseable {
        private long bytes;

        private Share(long bytes) {
            this.bytes = bytes;
        }

        /**
         * Takes more for streams.
         *
         * @param least pieces that are of use, at least 1
         * @param most pieces that are wished for
         * @param each bytes of one
         * @return how many were granted; 0 when not even the least are there
         */
        int take(int least, int most, long each) {
            int granted = takePieces(least, most, each);
            if (granted == 0) {
                onShortage.run();
            }
            bytes += granted * each;
            return granted;
        }

        /** Gives some of it back. */
        void giveBack(long some) {
            bytes -= some;
            release(some);
            listeners.forEach(Runnable::run);
        }

        /** Gives all of it back. */
        @Override
        public void close() {
            giveBack(bytes);
        }
    }
}
