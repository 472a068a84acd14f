package io.escriba.inference.catalog;

import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.ServiceStoppingException;
import io.escriba.model.PublishedModel;
import io.escriba.retry.RetryDelay;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings versions into memory in the background. A version that cannot be loaded leaves the one before in service. It is
 * not tried again if it is damaged or is not what its manifest says; if the store is away or memory is short, it is, less
 * and less often. So is one that was loaded and broke.
 *
 * <p>Guarded by the catalog's lock: whoever calls holds it, and work in the background takes it for as long as it changes
 * what is known, but not to load.
 */
final class Loading {
    private static final System.Logger LOG = System.getLogger(Loading.class.getName());

    private final Object lock;
    private final Loader loader;
    private final LoadedVersions loaded;
    private final Background background;
    private final CatalogMetrics metrics;
    private final AtomicBoolean givesWay = new AtomicBoolean();
    private boolean closed;

    /**
     * Nothing is being loaded.
     *
     * @param lock the catalog's
     * @param loaded where versions go
     */
    Loading(Object lock, Loader loader, LoadedVersions loaded, Background background, CatalogMetrics metrics) {
        this.lock = lock;
        this.loader = loader;
        this.loaded = loaded;
        this.background = background;
        this.metrics = metrics;
    }

    /** Has a version serve new streams, now or as soon as it is loaded. */
    void want(Version version) {
        if (version.isLoaded()) {
            serve(version);
        } else if (version.load().isEmpty()) {
            begin(version, RetryDelay.FIRST);
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
            begin(version, RetryDelay.FIRST);
        }
        return version.load().orElseThrow();
    }

    /** Has what nobody uses taken out of memory soon. Needs no lock, and may be called again and again. */
    void giveWay() {
        if (givesWay.compareAndSet(false, true)) {
            background.run(() -> {
                givesWay.set(false);
                synchronized (lock) {
                    loaded.unloadIdle();
                }
            });
        }
    }

    /** Whether nothing is loaded any more. */
    boolean isClosed() {
        return closed;
    }

    /** Loads nothing any more. */
    void close() {
        closed = true;
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
            OpenModel open = load(version.published());
            RunningModel running = open.running();
            succeed(version, open);
            load.complete(running);
            running.broken().thenAccept(cause -> breakDown(version, running, cause));
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

    /** What nobody uses gives way: as much as the budget demands, and all of it where memory is short all the same. */
    private OpenModel load(PublishedModel published) {
        CompletionStage<Void> room;
        synchronized (lock) {
            room = loaded.makeRoom(published);
        }
        room.toCompletableFuture().join();
        try {
            return loader.load(published);
        } catch (ModelUnavailableException e) {
            synchronized (lock) {
                // What is loaded lies outside of the heap, and makes no room there.
                boolean helps = e.outcome() == LoadOutcome.NO_MEMORY && !(e.getCause() instanceof NoHeapException);
                if (!helps || !loaded.hasIdle()) {
                    throw e;
                }
                room = loaded.unloadIdle();
            }
            room.toCompletableFuture().join();
            return loader.load(published);
        }
    }

    private void succeed(Version version, OpenModel open) {
        synchronized (lock) {
            version.loaded(open);
            loaded.add(version);
            if (closed) {
                loaded.unloadAll();
            } else if (version.model().prefers(version)) {
                serve(version);
            } else {
                loaded.trim();
            }
        }
        metrics.load(LoadOutcome.LOADED);
    }

    private void serve(Version version) {
        // The one before was of use until now.
        version.model().serving().ifPresent(loaded::used);
        version.model().serve(version);
        metrics.serving(version.id());
        LOG.log(Level.INFO, "Model ''{0}'' serves new streams.", version.id());
        loaded.trim();
    }

    /** What was loaded has ended of itself. It is loaded again, each time a little later, in case it is the version's fault. */
    private void breakDown(Version version, RunningModel running, Throwable cause) {
        ModelUnavailableException why = ModelUnavailableException.broken(version.id(), cause);
        synchronized (lock) {
            if (!version.runs(running)) {
                return;
            }
            int breaks = version.broke(why);
            loaded.remove(version);
            if (version.isServing()) {
                version.model().stopServing(version);
                metrics.stopped(version.id().name());
            }
            fail(version, why, RetryDelay.after(breaks));
        }
    }

    private void fail(Version version, ModelUnavailableException why, Duration retry) {
        synchronized (lock) {
            boolean isNews = version.failed(why);
            // Also where the store is said to be away: it may be that only this version's file is gone.
            fallBack(version.model());
            if (why.outcome() == LoadOutcome.REFUSED) {
                LOG.log(Level.ERROR, report(version, why));
            } else {
                // Said once; what follows is only more of the same.
                Level level = isNews ? Level.WARNING : Level.DEBUG;
                LOG.log(
                        level,
                        report(version, why) + " It is tried again" + (version.isOfUse() ? "." : " on request."));
                again(version, retry);
            }
        }
        metrics.load(why.outcome());
    }

    /** Has an older version serve where none does: one that is in memory, or the next that may be loaded. */
    private void fallBack(Model model) {
        if (!closed && !model.isRetired() && model.serving().isEmpty()) {
            model.newestLoaded()
                    .ifPresentOrElse(
                            this::serve, () -> model.fallback().ifPresent(version -> begin(version, RetryDelay.FIRST)));
        }
    }

    /** Has a version that may serve tried again after a while, and any other when somebody asks for it. */
    private void again(Version version, Duration retry) {
        if (version.isOfUse()) {
            background.runAfter(retry, () -> retry(version, retry));
        } else {
            version.unload();
        }
    }

    private void retry(Version version, Duration waited) {
        synchronized (lock) {
            if (version.isLoaded()) {
                return;
            }
            version.unload();
            if (!closed && version.isOfUse()) {
                begin(version, RetryDelay.after(waited));
            }
        }
    }

    private static String report(Version version, ModelUnavailableException why) {
        Optional<Version> serving = version.model().serving();
        return "Model '" + version.id() + "' " + why.what() + ". " + why.reason() + " "
                + serving.map(other -> "'" + other.id() + "' goes on serving.")
                        .orElse("No other version of it serves.");
    }
}
