package io.escriba.gateway.stream;

import java.util.concurrent.TimeUnit;

/**
 * Decides how many characters of a text may go when, so that they come evenly. A character that was late does not delay
 * those after it, unless it was very late: a text that has stood still goes on at its pace and does not rush after. Not
 * thread-safe.
 */
final class Pace {
    /** Characters are made up for when they are late by no more. A timer is late by far less, a garbage collection too. */
    static final long MADE_UP = TimeUnit.MILLISECONDS.toNanos(100);

    private final double nanosPerCharacter;
    private long next;

    /**
     * A pace whose first character may go at once.
     *
     * @param charactersPerSecond above 0
     * @param now in nanoseconds since any moment
     */
    Pace(double charactersPerSecond, long now) {
        this.nanosPerCharacter = TimeUnit.SECONDS.toNanos(1) / charactersPerSecond;
        this.next = now;
    }

    /** How many characters may go by now. */
    long due(long now) {
        return now < next ? 0 : 1 + (long) ((now - Math.max(next, now - MADE_UP)) / nanosPerCharacter);
    }

    /** When the next character may go, in nanoseconds. */
    long next() {
        return next;
    }

    /** So many characters have gone. */
    void gone(long now, long characters) {
        next = Math.max(next, now - MADE_UP) + (long) (characters * nanosPerCharacter);
    }
}
