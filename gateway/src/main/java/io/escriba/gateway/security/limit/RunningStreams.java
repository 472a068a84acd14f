package io.escriba.gateway.security.limit;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.caller.Caller;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets each caller have so many streams at the same time. {@link Caller#ANYONE} may have any number. Thread-safe.
 */
public final class RunningStreams {
    /** Nobody knows when a stream ends; many do within this time. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final int most;
    private final Map<Caller, Integer> running = new ConcurrentHashMap<>();

    /** None yet. */
    RunningStreams(int most) {
        this.most = most;
    }

    /**
     * A stream that counts from its subscription to its end.
     *
     * @return fails with a {@link ProblemException} (429) when the caller has too many
     */
    public <T> Multi<T> count(Caller caller, Supplier<Multi<T>> stream) {
        return count(caller, 1, 1, place -> stream.get());
    }

    /**
     * Streams of one request, which count from its subscription until each of them ends.
     *
     * @param streams how many there are
     * @param wanted how many of them run at the same time, if the caller may still have so many
     * @param together makes one of all of them, each of which is to leave its place
     * @return fails with a {@link ProblemException} (429) when the caller may not have a single one
     */
    public <T> Multi<T> count(Caller caller, int streams, int wanted, Function<Places, Multi<T>> together) {
        return Multi.createFrom().deferred(() -> {
            Places places = new Places(streams, begin(caller, wanted), free -> end(caller, free));
            // The inner one has what fails while the streams are made end the count too.
            return Multi.createFrom()
                    .deferred(() -> together.apply(places))
                    .onTermination()
                    .invoke(places::end);
        });
    }

    /** Callers that have streams now. */
    int callers() {
        return running.size();
    }

    private int begin(Caller caller, int wanted) {
        if (caller.equals(Caller.ANYONE)) {
            return wanted;
        }
        AtomicInteger granted = new AtomicInteger();
        running.compute(caller, (key, before) -> {
            int now = before == null ? 0 : before;
            granted.set(Math.min(wanted, most - now));
            return now + granted.get() == 0 ? null : now + granted.get();
        });
        if (granted.get() == 0) {
            throw ProblemException.tooMany(
                    "'" + caller.name() + "' has " + most + " streams at this gateway, which is the most"
                            + " (escriba.gateway.max-streams-per-key). End one, or come back after the time in Retry-After.",
                    SOON);
        }
        return granted.get();
    }

    private void end(Caller caller, int streams) {
        running.computeIfPresent(caller, (key, before) -> before > streams ? before - streams : null);
    }
}
