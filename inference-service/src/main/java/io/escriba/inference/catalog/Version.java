package io.escriba.inference.catalog;

import io.escriba.inference.batch.RunningModel;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An announced version and how far it is loaded. Guarded by the catalog's lock. */
final class Version {
    private final Model model;
    private final PublishedModel published;

    private Optional<CompletableFuture<RunningModel>> load = Optional.empty();
    private Optional<RunningModel> running = Optional.empty();
    private Optional<LoadOutcome> outcome = Optional.empty();
    private int users;

    Version(Model model, PublishedModel published) {
        this.model = model;
        this.published = published;
    }

    Model model() {
        return model;
    }

    PublishedModel published() {
        return published;
    }

    ModelVersion id() {
        return published.modelVersion();
    }

    /** The last attempt to load it, under way or ended; empty when it is to be loaded at the next use. */
    Optional<CompletableFuture<RunningModel>> load() {
        return load;
    }

    CompletableFuture<RunningModel> beginLoad() {
        CompletableFuture<RunningModel> begun = new CompletableFuture<>();
        load = Optional.of(begun);
        return begun;
    }

    void loaded(RunningModel loaded) {
        running = Optional.of(loaded);
        ended(LoadOutcome.LOADED);
    }

    /** An attempt to load it has ended. */
    void ended(LoadOutcome how) {
        outcome = Optional.of(how);
    }

    boolean isLoaded() {
        return running.isPresent();
    }

    /** Back to where it is only known. Gives what is to be stopped, if it was loaded. */
    Optional<RunningModel> unload() {
        Optional<RunningModel> unloaded = running;
        running = Optional.empty();
        load = Optional.empty();
        return unloaded;
    }

    /** Whether loading it again cannot help. */
    boolean isRefused() {
        return endedWith(LoadOutcome.REFUSED);
    }

    private boolean endedWith(LoadOutcome how) {
        return outcome.filter(how::equals).isPresent();
    }

    /** A stream uses it or waits for it. */
    void addUser() {
        users++;
    }

    void removeUser() {
        users--;
    }

    boolean hasUsers() {
        return users > 0;
    }

    boolean isNewest() {
        return model.newest() == this;
    }

    /** Whether it would serve new streams if it were loaded. */
    boolean isOfUse() {
        return !model.isRetired() && (isNewest() || model.serving().isEmpty());
    }

    /** Whether it is to serve new streams and may yet do so, unless memory is short, which may last for ever. */
    boolean isAwaited() {
        return isOfUse() && !isLoaded() && !isRefused() && !endedWith(LoadOutcome.NO_MEMORY);
    }

    boolean isServing() {
        return model.serving().filter(serving -> serving == this).isPresent();
    }
}
