package io.escriba.inference.catalog;

import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.ServiceStoppingException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Brings versions into memory in the background, and takes them out of it when they are not needed there. A version that
 * cannot be loaded leaves the one before in service. It is not tried again if it is damaged or is not what its manifest
 * says; if the store is away or memory is short, it is, less and less often.
 *
 * <p>Guarded by the catalog's lock: whoever calls holds it, and work in the background takes it for as long as it changes
 * what is known, but not to load.
 */
final class Loading {
    private static final System.Logger LOG = System.getLogger(Loading.class.getName());

    /** How long after a failed attempt it is tried again; each further wait is twice as long. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** The longest wait between two attempts. */
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final Object lock;
    private final Loader loader;
    private final Background background;
    private final CatalogMetrics metrics;

    /** Those of retired models and replaced versions, too, as long as they have streams. */
    private final Set<Version> loaded = new HashSet<>();

    private boolean closed;

    /**
     * Nothing is loaded.
     *
     * @param lock the catalog's
     */
    Loading(Object lock, Loader loader, Background background, CatalogMetrics metrics) {
        this.lock = lock;
        this.loader = loader;
        this.background = background;
        this.metrics = metrics;
    }

    /** Has a version serve new streams, now or as soon as it is loaded. */
    void want(Version version) {
        if (version.isLoaded()) {
            serve(version);
        } else if (version.load().isEmpty()) {
            begin(version, FIRST_RETRY);
        }
    }

    /**
     * A version in memory, now or as soon as it is loaded. It stays there as long as it has users.
     *
     * @return exceptionally a {@link ModelUnavailableException}, or a {@link ServiceStoppingException}
     */
    CompletableFuture<RunningModel> get(Version version) {
        if (closed) {
            return CompletableFuture.failedFuture(new ServiceStoppingException());
        }
        if (version.load().isEmpty()) {
            begin(version, FIRST_RETRY);
        }
        return version.load().orElseThrow();
    }

    /** Takes out of memory what neither serves nor has users. */
    void trim() {
        loaded.stream().filter(Version::isIdle).toList().forEach(this::unload);
    }

    /** Whether nothing is loaded any more. */
    boolean isClosed() {
        return closed;
    }

    /**
     * Stops all that is loaded.
     *
     * @return completes when all streams have been ended
     */
    CompletableFuture<Void> close() {
        closed = true;
        List<CompletableFuture<Void>> stopped = loaded.stream()
                .flatMap(version -> version.unload().stream())
                .map(running -> running.stop().toCompletableFuture())
                .toList();
        loaded.clear();
        return CompletableFuture.allOf(stopped.toArray(CompletableFuture<?>[]::new));
    }

    private void unload(Version version) {
        loaded.remove(version);
        version.unload().ifPresent(RunningModel::stop);
    }

    private void begin(Version version, Duration nextRetry) {
        CompletableFuture<RunningModel> load = version.beginLoad();
        background.run(() -> attempt(version, load, nextRetry));
    }

    private void attempt(Version version, CompletableFuture<RunningModel> load, Duration nextRetry) {
        if (dropUnwanted(version)) {
            load.completeExceptionally(new ServiceStoppingException());
            return;
        }
        try {
            RunningModel running = loader.load(version.published());
            succeed(version, running);
            load.complete(running);
        } catch (ModelUnavailableException e) {
            fail(version, e, nextRetry);
            load.completeExceptionally(e);
        }
    }

    /** While a load waited for its turn, a newer version may have come, or the model may have been retired. */
    private boolean dropUnwanted(Version version) {
        synchronized (lock) {
            boolean wanted = !closed && (version.hasUsers() || version.isOfUse());
            if (!wanted) {
                version.unload();
            }
            return !wanted;
        }
    }

    private void succeed(Version version, RunningModel running) {
        metrics.load(LoadOutcome.LOADED);
        synchronized (lock) {
            version.loaded(running);
            loaded.add(version);
            if (closed) {
                unload(version);
            } else if (version.model().prefers(version)) {
                serve(version);
            } else {
                trim();
            }
        }
    }

    private void serve(Version version) {
        version.model().serve(version);
        metrics.serving(version.id());
        LOG.log(Level.INFO, "Model ''{0}'' serves new streams.", version.id());
        trim();
    }

    private void fail(Version version, ModelUnavailableException why, Duration retry) {
        metrics.load(why.outcome());
        synchronized (lock) {
            boolean isNews = version.failed(why);
            if (why.outcome() != LoadOutcome.STORE_AWAY) {
                fallBack(version.model());
            }
            if (why.outcome() == LoadOutcome.REFUSED) {
                LOG.log(Level.ERROR, report(version, why));
            } else if (version.isNewest()) {
                // Said once; what follows is only more of the same.
                LOG.log(isNews ? Level.WARNING : Level.DEBUG, report(version, why) + " It is tried again.");
                background.runAfter(retry, () -> retry(version, retry));
            } else {
                version.unload();
            }
        }
    }

    /** Has an older version loaded where none serves. */
    private void fallBack(Model model) {
        if (!closed && !model.isRetired() && model.serving().isEmpty()) {
            model.fallback().ifPresent(version -> begin(version, FIRST_RETRY));
        }
    }

    private void retry(Version version, Duration waited) {
        synchronized (lock) {
            if (version.isLoaded()) {
                return;
            }
            version.unload();
            if (!closed && !version.model().isRetired() && version.isNewest()) {
                Duration doubled = waited.multipliedBy(2);
                begin(version, doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY);
            }
        }
    }

    private static String report(Version version, ModelUnavailableException why) {
        Optional<Version> serving = version.model().serving();
        return "Model '" + version.id() + "' cannot be loaded. " + why.reason() + " "
                + serving.map(other -> "'" + other.id() + "' goes on serving.")
                        .orElse("No other version of it serves.");
    }
}
