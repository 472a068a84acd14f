package io.escriba.bench.load;

/** A stream that has been asked for. Thread-safe. */
public interface OpenStream {
    /** More messages than there ever are. */
    int ALL = Integer.MAX_VALUE;

    /** Takes so many messages more. Those that nobody takes stay in buffers until these are full. */
    void take(int messages);

    /** Goes away. The listener hears of the end. */
    void cancel();
}
