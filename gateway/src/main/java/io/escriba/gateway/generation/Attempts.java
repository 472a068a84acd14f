package io.escriba.gateway.generation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides each time a call has failed whether it is made again, and when. In a round every server is tried once. What has
 * begun pauses after a round and begins another, until it has waited too long since it failed first; what has not begun
 * fails, unless its version is only late. For one call, whose attempts follow each other; not thread-safe.
 */
final class Attempts {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    /** Within this time an inference service loads what was published. */
    private static final Duration LATENESS = Duration.ofSeconds(10);

    private final boolean resumable;
    private final Duration failover;
    private final InstantSource clock;

    /** The servers that have failed in this round. */
    private final Set<String> failed = new HashSet<>();

    /** How they failed, what says most first. */
    private final Map<Failure, Throwable> round = new EnumMap<>(Failure.class);

    private boolean begun;
    private boolean troubled;
    /** When it failed first since the last progress. A reader who takes nothing for long has waited for nobody till then. */
    private Instant troubledSince;

    private Duration pause = FIRST_PAUSE;

    /**
     * No attempt yet.
     *
     * @param resumable whether another server can go on where one has stopped
     * @param begun whether somebody reads the text already
     * @param failover how long what has begun waits for its next character
     */
    Attempts(boolean resumable, boolean begun, Duration failover, InstantSource clock) {
        this.resumable = resumable;
        this.begun = begun;
        this.failover = failover;
        this.clock = clock;
        this.troubledSince = clock.instant();
    }

    /** The servers that are better not tried next. */
    Set<String> failed() {
        return Set.copyOf(failed);
    }

    /** The call failed at this server. */
    void failedAt(String server) {
        failed.add(server);
    }

    /**
     * Something has come that is not to come again.
     *
     * @return whether the call had failed since the last time
     */
    boolean progressed() {
        boolean mended = troubled;
        begun = true;
        if (troubled) {
            troubled = false;
            pause = FIRST_PAUSE;
            beginRound();
        }
        return mended;
    }

    /**
     * How long to wait before the next attempt.
     *
     * @param kind of the failure of the last attempt
     * @param servers that are known now
     * @return 0 while there is a server that has not failed in this round; empty when the call has failed for good
     */
    Optional<Duration> next(Failure kind, Throwable failure, Set<String> servers) {
        if (!troubled) {
            troubled = true;
            troubledSince = clock.instant();
        }
        round.putIfAbsent(kind, failure);
        if (kind == Failure.FINAL || (begun && !resumable)) {
            return Optional.empty();
        }
        if (!failed.containsAll(servers)) {
            return Optional.of(Duration.ZERO);
        }
        if (!clock.instant().isBefore(troubledSince.plus(patience()))) {
            return Optional.empty();
        }
        beginRound();
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return Optional.of(now);
    }

    /** The failure of this round that says most to who asked. There must have been one. */
    Throwable mostTelling() {
        return round.values().iterator().next();
    }

    private Duration patience() {
        if (begun) {
            return failover;
        }
        return round.containsKey(Failure.LATE) ? LATENESS : Duration.ZERO;
    }

    private void beginRound() {
        failed.clear();
        round.clear();
    }
}
