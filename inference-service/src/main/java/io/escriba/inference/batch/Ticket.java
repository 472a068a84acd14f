package io.escriba.inference.batch;

/** What a reader can do about its text, from any thread. Both do nothing after the end. */
public interface Ticket {
    /** The reader, which was not ready, is ready again. */
    void resume();

    /** The reader has gone away. Its row is free within one step, and nothing more is sent to it. */
    void cancel();
}
