package io.escriba.retry;

import java.time.Duration;

/** How long to wait before what has failed is tried again: each time twice as long, up to a limit. */
public final class RetryDelay {
    /** The wait after the first failure. */
    public static final Duration FIRST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private RetryDelay() {}

    /** The wait that follows this one. */
    public static Duration after(Duration waited) {
        Duration doubled = waited.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** The wait after so many failures, at least 1. */
    public static Duration after(int failures) {
        Duration delay = FIRST;
        for (int i = 1; i < failures && delay.compareTo(LONGEST) < 0; i++) {
            delay = after(delay);
        }
        return delay;
    }
}
