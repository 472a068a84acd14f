package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * What of a text goes to its reader, and when: nothing that is to be skipped, and nothing that may be the beginning of a stop
 * string before it is known to be none. Characters that follow each other quickly leave together, since a message costs more
 * than a character; the first one leaves alone, and none waits longer than it is told to.
 */
final class Delivery {
    private final Reader reader;
    private final long skip;
    private final long since;
    private final long gatherNanos;
    private final LongSupplier nanoTime;
    private final StreamMetrics metrics;

    private final Queue<Held> held = new ArrayDeque<>();
    private boolean sentBefore;
    private long lastSent;
    private boolean gathered;
    private long gatheredSince;

    private record Held(long index, String character, Optional<Likelihood> likelihood) {}

    /**
     * To a reader who waits.
     *
     * @param skip index of the first character that is sent
     * @param since when the text was asked for, in nanoseconds of the clock
     * @param gatherNanos how long a character may wait for the next ones; with 0 each leaves alone
     */
    Delivery(Reader reader, long skip, long since, long gatherNanos, LongSupplier nanoTime, StreamMetrics metrics) {
        this.reader = reader;
        this.skip = skip;
        this.since = since;
        this.gatherNanos = gatherNanos;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

    /**
     * The text has one more character.
     *
     * @param index of the character
     * @param undecided how many of the last characters are held back
     */
    void add(long index, String character, Optional<Likelihood> likelihood, int undecided) {
        metrics.generated();
        if (undecided == 0 && held.isEmpty()) {
            send(index, character, likelihood);
            return;
        }
        held.add(new Held(index, character, likelihood));
        sendAllBut(undecided);
    }

    /** Nothing follows that could make a stop string of what is held back. */
    void sendHeld() {
        sendAllBut(0);
    }

    private void sendAllBut(int undecided) {
        while (held.size() > undecided) {
            Held first = held.remove();
            send(first.index(), first.character(), first.likelihood());
        }
    }

    private void send(long index, String character, Optional<Likelihood> likelihood) {
        if (index < skip) {
            return;
        }
        reader.character(index, character, likelihood);
        long now = nanoTime.getAsLong();
        if (!gathered) {
            gathered = true;
            gatheredSince = now;
        }
        if (sentBefore) {
            metrics.nextCharacter(now - lastSent);
        } else {
            metrics.firstCharacter(now - since);
            flush();
        }
        sentBefore = true;
        lastSent = now;
    }

    /** What has come leaves now. */
    void flush() {
        if (gathered) {
            gathered = false;
            reader.flush();
        }
    }

    /**
     * What has come leaves now, unless the next character comes in time to leave with it.
     *
     * @param next when that is expected, in nanoseconds of the clock
     */
    void flushBefore(long next) {
        if (next - gatheredSince >= gatherNanos) {
            flush();
        }
    }

    /** The time of a pause is the reader's own: the next character is not counted as late. */
    void resumedAt(long now) {
        lastSent = now;
    }
}
