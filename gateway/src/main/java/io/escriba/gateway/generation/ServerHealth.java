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
 * tried again; one that does not even list its models, until it does. Says once when a server goes and once when it is back. Thread-safe.
 */
final class ServerHealth {
    private static final Logger LOG = Logger.getLogger(ServerHealth.class);
    private static final Duration ASIDE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Map<String, Trouble> troubled = new ConcurrentHashMap<>();

    ServerHealth(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What is wrong with a server.
     *
     * @param until when others are the better choice
     * @param away whether it was said that it takes no texts
     * @param silent whether it did not answer when it was last asked for its models
     */
    private record Trouble(Instant until, boolean away, boolean silent) {}

    /** Whether others are the better choice now. */
    boolean isAside(String server) {
        Trouble trouble = troubled.get(server);
        return trouble != null && (trouble.silent() || clock.instant().isBefore(trouble.until()));
    }

    /** Whether it did not answer when it was last asked for its models. */
    boolean isSilent(String server) {
        Trouble trouble = troubled.get(server);
        return trouble != null && trouble.silent();
    }

    /** A call to this server failed. */
    void failed(String server, Throwable failure) {
        Failure kind = Failure.of(failure, true);
        if (kind != Failure.AWAY && kind != Failure.BUSY) {
            return;
        }
        Trouble before = troubled.get(server);
        boolean away = kind == Failure.AWAY || (before != null && before.away());
        boolean silent = before != null && before.silent();
        troubled(server, new Trouble(clock.instant().plus(ASIDE), away, silent), failure);
    }

    /** This server was asked for its models, and did not answer in time. */
    void silent(String server, Throwable failure) {
        troubled(server, new Trouble(clock.instant(), true, true), failure);
    }

    /** This server has listed its models. Whether it takes texts is another question. */
    void heard(String server) {
        Trouble trouble = troubled.get(server);
        if (trouble != null && trouble.silent() && troubled.remove(server, trouble)) {
            LOG.infof("The inference service at %s is back.", server);
        }
    }

    private void troubled(String server, Trouble trouble, Throwable failure) {
        @Nullable Trouble replaced = troubled.put(server, trouble);
        if (trouble.away() && (replaced == null || !replaced.away())) {
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
