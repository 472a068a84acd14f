package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Reader;
import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.ScoreOrder;
import io.escriba.inference.batch.ScoreReader;
import io.escriba.inference.batch.ServiceStoppingException;
import io.escriba.inference.batch.Ticket;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The announced models. The newest version of each is loaded in the background and then serves new streams; those that
 * run keep the version they began with. Older versions are loaded when somebody asks for them by number, and stay as long
 * as there is memory for them. Thread-safe.
 */
public final class Catalog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Catalog.class.getName());

    private final Admission admission;
    private final CatalogMetrics metrics;
    private final LoadedVersions loaded;
    private final Loading loading;
    private final Map<Name, Model> models = new TreeMap<>();

    /** What was known when all announcements of the past had been seen. */
    private List<Version> fromTheStart = List.of();

    private boolean caughtUp;

    /**
     * An empty catalog. Nothing is loaded before {@link #caughtUp}.
     *
     * @param memoryBudget bytes that all loaded versions may take for one to stay there that nobody uses
     */
    Catalog(Loader loader, long memoryBudget, Admission admission, Background background, CatalogMetrics metrics) {
        this.admission = admission;
        this.metrics = metrics;
        this.loaded = new LoadedVersions(memoryBudget, loader.opener()::memory, metrics);
        this.loading = new Loading(this, loader, loaded, background, metrics);
    }

    /** A version has been published. */
    synchronized void announce(PublishedModel published) {
        if (loading.isClosed()) {
            return;
        }
        Version version =
                models.computeIfAbsent(published.name(), name -> new Model()).announce(published);
        if (caughtUp) {
            loading.want(version);
        }
    }

    /** A model is no longer to be served. */
    synchronized void retire(Name name) {
        Optional<Model> retired = Optional.ofNullable(models.remove(name));
        retired.ifPresent(model -> {
            model.retire();
            loaded.trim();
            metrics.stopped(name);
            LOG.log(Level.INFO, "Model ''{0}'' is retired.", name);
        });
    }

    /** All announcements of the past have been seen: of each model only the newest version needs to be loaded. */
    synchronized void caughtUp() {
        caughtUp = true;
        fromTheStart = models.values().stream()
                .flatMap(model -> model.versions().stream())
                .toList();
        models.values().forEach(model -> loading.want(model.newest()));
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
     * Every version that is in memory, on its way there, or hindered: by name, the newest last. Others that were announced
     * are loaded when somebody asks for them.
     */
    public synchronized List<KnownVersion> versions() {
        return models.values().stream()
                .flatMap(model -> model.versions().stream())
                .flatMap(version -> version.listed().stream())
                .toList();
    }

    /**
     * Whether requests should come here: all announcements of the past have been seen, and a model serves.
     *
     * @param withoutModel whether it is also ready when none does, once those of that time have been tried
     */
    synchronized boolean isReady(boolean withoutModel) {
        if (!caughtUp || loading.isClosed()) {
            return false;
        }
        return models.values().stream().anyMatch(model -> model.serving().isPresent())
                || (withoutModel && fromTheStart.stream().noneMatch(Version::isAwaited));
    }

    /** Has versions that nobody uses closed, as streams lack memory. May be called by any thread, again and again. */
    void giveWay() {
        loading.giveWay();
    }

    /** Stops all models and returns when they have ended their streams. Nothing is served afterwards. */
    @Override
    public void close() {
        List<CompletableFuture<RunningModel>> begun;
        CompletionStage<Void> stopped;
        synchronized (this) {
            begun = models.values().stream()
                    .flatMap(model -> model.versions().stream())
                    .flatMap(version -> version.load().stream())
                    .toList();
            loading.close();
            stopped = loaded.unloadAll();
        }
        begun.forEach(load -> load.completeExceptionally(new ServiceStoppingException()));
        stopped.toCompletableFuture().join();
    }

    private Ticket queue(Version version, PendingText.Task task) {
        PendingText text = new PendingText(task, admission.enter(), () -> release(version));
        CompletionStage<RunningModel> load = use(version);
        load.whenComplete((running, failure) -> {
            if (failure == null) {
                text.begin(running);
            } else {
                text.fail(failure instanceof RuntimeException known ? known : new CompletionException(failure));
            }
        });
        return text;
    }

    /** Holds a version until {@link #release}. */
    private synchronized CompletableFuture<RunningModel> use(Version version) {
        version.addUser();
        loaded.used(version);
        return version.model().isRetired() && !version.isLoaded()
                ? CompletableFuture.failedFuture(
                        UnknownModelException.model(version.id().name(), models.keySet()))
                : loading.get(version);
    }

    private synchronized void release(Version version) {
        version.removeUser();
        loaded.used(version);
        loaded.trim();
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
        public Ticket write(Order order, Reader reader) {
            return queue(
                    version,
                    new PendingText.Task(
                            (running, place, afterwards) -> running.write(order, reader, place, afterwards),
                            reader::failed));
        }

        @Override
        public Ticket score(ScoreOrder order, ScoreReader reader) {
            return queue(
                    version,
                    new PendingText.Task(
                            (running, place, afterwards) -> running.score(order, reader, place, afterwards),
                            reader::failed));
        }
    }
}
