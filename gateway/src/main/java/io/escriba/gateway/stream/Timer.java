package io.escriba.gateway.stream;

/** Tells the time, and when a time has come. */
interface Timer {
    /** Nanoseconds since any moment, the same for all calls. */
    long nanos();

    /**
     * Does something at a time.
     *
     * @param nanos as {@link #nanos} tells it
     * @param task short and without blocking
     * @return cancels it
     */
    Runnable at(long nanos, Runnable task);
}
