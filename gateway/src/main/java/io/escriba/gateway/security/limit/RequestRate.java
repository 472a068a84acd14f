package io.escriba.gateway.security.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.caller.Caller;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** Lets each caller send so many requests in a minute. {@link Caller#ANYONE} may send any number. Thread-safe. */
public final class RequestRate {
    private final int perMinute;
    private final int burst;
    private final TimeMeter clock;
    private final Cache<Caller, Bucket> buckets;

    /**
     * No request yet.
     *
     * @param burst requests that may come at once
     */
    RequestRate(int perMinute, int burst, TimeMeter clock) {
        this.perMinute = perMinute;
        this.burst = burst;
        this.clock = clock;
        // Who has sent nothing for so long has a full bucket anyway.
        Duration full = Duration.ofMinutes(1).multipliedBy(burst / perMinute + 1L);
        this.buckets = Caffeine.newBuilder().expireAfterAccess(full).build();
    }

    /**
     * Lets a request through.
     *
     * @throws ProblemException (429) when the caller has sent too many
     */
    public void admit(Caller caller) {
        if (caller.equals(Caller.ANYONE)) {
            return;
        }
        long wait = buckets.get(caller, unknown -> bucket())
                .tryConsumeAndReturnRemaining(1)
                .getNanosToWaitForRefill();
        if (wait > 0) {
            throw ProblemException.tooMany(
                    "'" + caller.name() + "' may send " + perMinute + " requests a minute to this gateway, and " + burst
                            + " at once (escriba.gateway.requests-per-minute-per-key, request-burst-per-key). Come back"
                            + " after the time in Retry-After.",
                    wholeSeconds(wait));
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(clock)
                .build();
    }

    /** Rounded up: whoever comes back then is let through. */
    private static Duration wholeSeconds(long nanoseconds) {
        return Duration.ofSeconds(
                Duration.ofNanos(nanoseconds).plusSeconds(1).minusNanos(1).toSeconds());
    }
}
