package io.escriba.gateway.generation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which servers take no texts, as their answers tell: one that drains, has gone or is full is set aside for a moment and then
 * tried again. Says once when a server goes and once when it is back. Thread-safe.
 */
final class ServerHealth {
    private static final Logger LOG = Logger.getLogger(ServerHealth.class);
    private static final Duration ASIDE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Map<String, Trouble> troubled = new ConcurrentHashMap<>();

    ServerHealth(InstantSource clock) {
        this.clock = clock;
    }

    private record Trouble(Instant until, boolean away) {}

    /** Whether others are the better choice now. */
    boolean isAside(String server) {
        Trouble trouble = troubled.get(server);
        return trouble != null && clock.instant().isBefore(trouble.until());
    }

    /** A call to this server failed. */
    void failed(String server, Throwable failure) {
        Failure kind = Failure.of(failure, true);
        if (kind != Failure.AWAY && kind != Failure.BUSY) {
            return;
        }
        Trouble before = troubled.get(server);
        boolean wasAway = before != null && before.away();
        boolean away = wasAway || kind == Failure.AWAY;
        @Nullable
        Trouble replaced = troubled.put(server, new Trouble(clock.instant().plus(ASIDE), away));
        if (away && (replaced == null || !replaced.away())) {
            LOG.warnf(
                    "The inference service at %s takes no texts. What it wrote goes on elsewhere, or when it is back. (%s)",
                    server, failure.getMessage());
        }
    }

    /** This server has written something. */
    void answered(String server) {
        Trouble trouble = troubled.remove(server);
        if (trouble != null && trouble.away()) {
            LOG.infof("The inference service at %s is back.", server);
        }
    }

    /** Forgets all but these. */
    void retain(Set<String> servers) {
        troubled.keySet().retainAll(servers);
    }
}
