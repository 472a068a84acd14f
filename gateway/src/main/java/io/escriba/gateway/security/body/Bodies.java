package io.escriba.gateway.security.body;

import io.escriba.gateway.problem.ProblemException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Puts limits to bodies. Thread-safe. */
final class Bodies implements AutoCloseable {
    private final BodyLimits limits;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "late-bodies");
        thread.setDaemon(true);
        return thread;
    });

    Bodies(BodyLimits limits) {
        this.limits = limits;
    }

    /**
     * JSON, which will be held in memory.
     *
     * @param length as its sender tells it, in bytes
     * @throws ProblemException (413) when that is too long; reading throws it too, and (408)
     */
    InputStream json(InputStream body, OptionalLong length) {
        return limited(timely(body, true), limits.json(), BodyLimits.JSON, length);
    }

    /** An upload, as {@link #json}. */
    InputStream upload(InputStream body, OptionalLong length) {
        InputStream timely = timely(body, false);
        return limits.upload().isPresent()
                ? limited(timely, limits.upload().getAsLong(), BodyLimits.UPLOAD, length)
                : timely;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private InputStream timely(InputStream body, boolean whole) {
        return new TimelyBody(body, limits.timeout(), whole, timer);
    }

    private static InputStream limited(InputStream body, long most, String setting, OptionalLong length) {
        LimitedBody limited = new LimitedBody(body, most, setting);
        length.ifPresent(limited::expect);
        return limited;
    }
}
