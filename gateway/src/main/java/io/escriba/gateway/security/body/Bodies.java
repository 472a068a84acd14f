package io.escriba.gateway.security.body;

import io.escriba.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Puts limits to bodies. Thread-safe. */
final class Bodies implements AutoCloseable {
    /** How many bodies with JSON, as large as they may be, are held at the same time. Most are far smaller. */
    static final int LARGEST_AT_ONCE = 32;

    private final BodyLimits limits;
    private final BodyMemory memory;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "late-bodies");
        thread.setDaemon(true);
        return thread;
    });

    Bodies(BodyLimits limits) {
        this.limits = limits;
        this.memory = new BodyMemory(LARGEST_AT_ONCE * limits.json());
    }

    /**
     * JSON, which comes whole before anybody reads it. {@link ArrivingBody#of} says how that fails.
     *
     * @param length as its sender tells it, in bytes
     */
    Uni<InputStream> json(RoutingContext context, OptionalLong length) {
        return ArrivingBody.of(context, length, limits, memory);
    }

    /**
     * An upload, which is read while it comes.
     *
     * @param length as its sender tells it, in bytes
     * @throws ProblemException (413) when that is too long; reading throws it too, and (408)
     */
    InputStream upload(InputStream body, OptionalLong length) {
        InputStream timely = new TimelyBody(body, limits.timeout(), timer);
        if (limits.upload().isEmpty()) {
            return timely;
        }
        LimitedBody limited = new LimitedBody(timely, limits.upload().getAsLong(), BodyLimits.UPLOAD);
        length.ifPresent(limited::expect);
        return limited;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
