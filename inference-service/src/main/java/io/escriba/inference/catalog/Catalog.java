package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Reader;
import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.ScoreOrder;
import io.escriba.inference.batch.ScoreReader;
import io.escriba.inference.batch.ServiceStoppingException;
import io.escriba.inference.batch.Ticket;
import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.store.DamagedArtifactException;
import io.escriba.store.ModelReader;
import io.escriba.store.ModelStore;
import io.escriba.vocabulary.Vocabulary;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The announced models. The newest version of each is loaded in the background and then serves new streams; those that
 * run keep the version they began with, which is closed when its last stream has ended. Older versions are loaded when
 * somebody asks for them by number. Thread-safe.
 *
 * <p>A version that cannot be loaded leaves the one before in service. It is not tried again if it is damaged or is not
 * what its manifest says; if the store is away or memory is short, it is, less and less often.
 */
public final class Catalog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Catalog.class.getName());

    /** How long after a failed attempt it is tried again; each further wait is twice as long. */
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** The longest wait between two attempts. */
    static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final ModelReader store;
    private final ModelOpener opener;
    private final Admission admission;
    private final Background background;
    private final CatalogMetrics metrics;

    private final Map<Name, Model> models = new TreeMap<>();
    /** Those of retired models and replaced versions, too, as long as they have streams. */
    private final Set<Version> loaded = new HashSet<>();

    /** The newest versions when all announcements of the past had been seen. */
    private List<Version> fromTheStart = List.of();

    private boolean caughtUp;
    private boolean closed;

    /** An empty catalog. Nothing is loaded before {@link #caughtUp}. */
    Catalog(ModelReader store, ModelOpener opener, Admission admission, Background background, CatalogMetrics metrics) {
        this.store = store;
        this.opener = opener;
        this.admission = admission;
        this.background = background;
        this.metrics = metrics;
    }

    /** A version has been published. */
    synchronized void announce(PublishedModel published) {
        if (closed) {
            return;
        }
        Version version =
                models.computeIfAbsent(published.name(), name -> new Model()).announce(published);
        if (version.isLoaded()) {
            serve(version);
        } else if (caughtUp && version.load().isEmpty()) {
            load(version);
        }
    }

    /** A model is no longer to be served. */
    synchronized void retire(Name name) {
        Optional<Model> retired = Optional.ofNullable(models.remove(name));
        retired.ifPresent(model -> {
            model.retire();
            List.copyOf(loaded).forEach(this::unloadIfIdle);
            metrics.retired(name);
            LOG.log(Level.INFO, "Model ''{0}'' is retired.", name);
        });
    }

    /** All announcements of the past have been seen: of each model only the newest version needs to be loaded. */
    synchronized void caughtUp() {
        caughtUp = true;
        fromTheStart = models.values().stream().map(Model::newest).toList();
        fromTheStart.stream().filter(version -> version.load().isEmpty()).forEach(this::load);
    }

    /**
     * A version to write with.
     *
     * @param version empty for the one that serves, or will when it has been loaded
     * @throws UnknownModelException when there is none
     */
    public synchronized CatalogEntry find(Name name, Optional<Long> version) {
        Model model = Optional.ofNullable(models.get(name))
                .orElseThrow(() -> UnknownModelException.model(name, models.keySet()));
        if (version.isEmpty()) {
            return new Entry(model.serving().orElseGet(model::newest));
        }
        long number = version.get();
        return model.version(number)
                .map(Entry::new)
                .orElseThrow(() -> UnknownModelException.version(
                        name,
                        number,
                        model.versions().stream()
                                .map(v -> v.published().version())
                                .sorted()
                                .toList()));
    }

    /** What new streams get, by name. */
    public synchronized List<ModelVersion> serving() {
        return models.values().stream()
                .flatMap(model -> model.serving().stream())
                .map(Version::id)
                .toList();
    }

    /**
     * Whether requests should come here: all announcements of the past have been seen, and a model serves.
     *
     * @param withoutModel whether it is also ready when none does, and none of that time is still to be loaded
     */
    synchronized boolean isReady(boolean withoutModel) {
        if (!caughtUp || closed) {
            return false;
        }
        return models.values().stream().anyMatch(model -> model.serving().isPresent())
                || (withoutModel && fromTheStart.stream().noneMatch(Version::isAwaited));
    }

    /** Stops all models and returns when they have ended their streams. Nothing is served afterwards. */
    @Override
    public void close() {
        List<CompletableFuture<RunningModel>> loads;
        List<CompletableFuture<Void>> stopped;
        synchronized (this) {
            closed = true;
            loads = models.values().stream()
                    .flatMap(model -> model.versions().stream())
                    .flatMap(version -> version.load().stream())
                    .toList();
            stopped = loaded.stream()
                    .flatMap(version -> version.unload().stream())
                    .map(running -> running.stop().toCompletableFuture())
                    .toList();
            loaded.clear();
        }
        loads.forEach(load -> load.completeExceptionally(new ServiceStoppingException()));
        CompletableFuture.allOf(stopped.toArray(CompletableFuture<?>[]::new)).join();
    }

    /** Something to be done by a model, as {@link RunningModel#write}. */
    @FunctionalInterface
    private interface Task {
        Ticket begin(RunningModel running, Admission.Place place, Runnable afterwards);
    }

    private CompletionStage<Ticket> queue(Version version, Task task) {
        Admission.Place place = admission.enter();
        return use(version)
                .thenApply(running -> task.begin(running, place, () -> release(version)))
                .whenComplete((ticket, failure) -> {
                    if (failure != null) {
                        place.leave();
                        release(version);
                    }
                });
    }

    /** Holds a version until {@link #release}. */
    private synchronized CompletableFuture<RunningModel> use(Version version) {
        version.addUser();
        if (closed) {
            return CompletableFuture.failedFuture(new ServiceStoppingException());
        }
        if (version.model().isRetired() && !version.isLoaded()) {
            return CompletableFuture.failedFuture(
                    UnknownModelException.model(version.id().name(), models.keySet()));
        }
        if (version.load().isEmpty()) {
            load(version);
        }
        return version.load().orElseThrow();
    }

    private synchronized void release(Version version) {
        version.removeUser();
        unloadIfIdle(version);
    }

    private void unloadIfIdle(Version version) {
        if (version.isLoaded() && !version.hasUsers() && !version.isServing()) {
            unload(version);
        }
    }

    private void unload(Version version) {
        loaded.remove(version);
        version.unload().ifPresent(RunningModel::stop);
    }

    private void load(Version version) {
        load(version, FIRST_RETRY);
    }

    private void load(Version version, Duration nextRetry) {
        CompletableFuture<RunningModel> load = version.beginLoad();
        background.run(() -> loadNow(version, load, nextRetry));
    }

    private void loadNow(Version version, CompletableFuture<RunningModel> load, Duration nextRetry) {
        if (dropUnwanted(version, load)) {
            return;
        }
        PublishedModel published = version.published();
        try {
            byte[] graph = store.read(published.artifact(), ModelStore.ONNX, published.sha256());
            loaded(version, load, opener.open(published.manifest(), graph));
        } catch (NoStateMemoryException | OutOfMemoryError e) {
            fallBack(version.model());
            retryLater(version, load, nextRetry, LoadOutcome.NO_MEMORY, e);
        } catch (DamagedArtifactException | UnusableModelException | RuntimeException | Error e) {
            // Errors too: no native library must not end what is served.
            refuse(version, load, e);
        } catch (IOException e) {
            retryLater(version, load, nextRetry, LoadOutcome.STORE_AWAY, e);
        }
    }

    /** While a load waited for its turn, a newer version may have come, or the model may have been retired. */
    private boolean dropUnwanted(Version version, CompletableFuture<RunningModel> load) {
        synchronized (this) {
            if (!closed && (version.hasUsers() || version.isOfUse())) {
                return false;
            }
            version.unload();
        }
        load.completeExceptionally(new ServiceStoppingException());
        return true;
    }

    private void loaded(Version version, CompletableFuture<RunningModel> load, RunningModel running) {
        metrics.load(LoadOutcome.LOADED);
        synchronized (this) {
            version.loaded(running);
            loaded.add(version);
            if (closed) {
                unload(version);
            } else if (!version.model().isRetired() && version.model().prefers(version)) {
                serve(version);
            }
            unloadIfIdle(version);
        }
        load.complete(running);
    }

    private void serve(Version version) {
        Optional<Version> before = version.model().serve(version);
        metrics.serving(version.id());
        LOG.log(Level.INFO, "Model ''{0}'' serves new streams.", version.id());
        before.ifPresent(this::unloadIfIdle);
    }

    private void refuse(Version version, CompletableFuture<RunningModel> load, Throwable cause) {
        metrics.load(LoadOutcome.REFUSED);
        synchronized (this) {
            version.ended(LoadOutcome.REFUSED);
            LOG.log(Level.ERROR, report(version, cause));
            fallBack(version.model());
        }
        load.completeExceptionally(new ModelUnavailableException(version.id(), cause));
    }

    /** Has an older version loaded where none serves. */
    private synchronized void fallBack(Model model) {
        if (!closed && !model.isRetired() && model.serving().isEmpty()) {
            model.fallback().ifPresent(this::load);
        }
    }

    private void retryLater(
            Version version,
            CompletableFuture<RunningModel> load,
            Duration retry,
            LoadOutcome outcome,
            Throwable cause) {
        metrics.load(outcome);
        synchronized (this) {
            version.ended(outcome);
            if (version.isNewest()) {
                // Said once; what follows is only more of the same.
                Level level = retry.equals(FIRST_RETRY) ? Level.WARNING : Level.DEBUG;
                LOG.log(level, report(version, cause) + " It is tried again.");
                background.runAfter(retry, () -> retry(version, retry));
            } else {
                version.unload();
            }
        }
        load.completeExceptionally(new ModelUnavailableException(version.id(), cause));
    }

    private synchronized void retry(Version version, Duration waited) {
        if (!closed && !version.model().isRetired() && version.isNewest() && !version.isLoaded()) {
            Duration doubled = waited.multipliedBy(2);
            load(version, doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY);
        } else if (!version.isLoaded()) {
            version.unload();
        }
    }

    private static String report(Version version, Throwable cause) {
        return "Model '" + version.id() + "' cannot be loaded. " + ModelUnavailableException.reason(cause) + " "
                + version.model()
                        .serving()
                        .map(serving -> "'" + serving.id() + "' goes on serving.")
                        .orElse("No other version of it serves.");
    }

    /** One version as its users see it. */
    private final class Entry implements CatalogEntry {
        private final Version version;

        Entry(Version version) {
            this.version = version;
        }

        @Override
        public ModelVersion version() {
            return version.id();
        }

        @Override
        public Vocabulary vocabulary() {
            return version.published().manifest().vocabulary();
        }

        @Override
        public CompletionStage<Ticket> write(Order order, Reader reader) {
            return queue(version, (running, place, afterwards) -> running.write(order, reader, place, afterwards));
        }

        @Override
        public CompletionStage<Ticket> score(ScoreOrder order, ScoreReader reader) {
            return queue(version, (running, place, afterwards) -> running.score(order, reader, place, afterwards));
        }
    }
}
