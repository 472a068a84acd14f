package io.escriba.gateway.security.limit;

import io.smallrye.mutiny.Multi;
import java.util.function.IntConsumer;

/** What the streams of one request have of the places of their caller. Thread-safe. */
public final class Places {
    private final int atOnce;
    private final IntConsumer back;
    private int held;
    private int left;

    /**
     * Places that were just taken.
     *
     * @param streams that there will be
     * @param held places, 1 or more
     * @param back is told how many are given back
     */
    Places(int streams, int held, IntConsumer back) {
        this.atOnce = held;
        this.back = back;
        this.held = held;
        this.left = streams;
    }

    /** How many of the streams may run at the same time. */
    public int atOnce() {
        return atOnce;
    }

    /**
     * The same stream, which leaves its place when it ends: to another one of the request that has none, or to whatever its
     * caller does next.
     */
    public <T> Multi<T> leaving(Multi<T> stream) {
        return stream.onTermination().invoke(() -> leave(1));
    }

    /** Gives back whatever is still held. */
    void end() {
        leave(Integer.MAX_VALUE);
    }

    private void leave(int streams) {
        int free;
        synchronized (this) {
            left -= Math.min(left, streams);
            free = held - Math.min(held, left);
            held -= free;
        }
        back.accept(free);
    }
}
