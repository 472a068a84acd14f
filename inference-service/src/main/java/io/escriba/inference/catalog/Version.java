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
    private Optional<OpenModel> open = Optional.empty();
    /** What hindered the last attempt that ended. */
    private Optional<ModelUnavailableException> failure = Optional.empty();

    private int breaks;
    private int users;
    private boolean replaced;

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

    void loaded(OpenModel loaded) {
        open = Optional.of(loaded);
        failure = Optional.empty();
    }

    /**
     * An attempt to load it has failed.
     *
     * @return whether the one before had not failed in the same way
     */
    boolean failed(ModelUnavailableException why) {
        boolean isNews = !failedWith(why.outcome());
        failure = Optional.of(why);
        return isNews;
    }

    boolean isLoaded() {
        return open.isPresent();
    }

    /** Whether this is what has been loaded of it. */
    boolean runs(RunningModel model) {
        return open.filter(loaded -> loaded.running() == model).isPresent();
    }

    /**
     * What was loaded is of no use any more. Whoever asks for it is told why, until it is loaded again.
     *
     * @return how often that has happened
     */
    int broke(ModelUnavailableException why) {
        open = Optional.empty();
        beginLoad().completeExceptionally(why);
        return ++breaks;
    }

    /** Back to where it is only known. Gives what is to be stopped, if it was loaded. */
    Optional<RunningModel> unload() {
        Optional<RunningModel> unloaded = open.map(OpenModel::running);
        open = Optional.empty();
        load = Optional.empty();
        return unloaded;
    }

    /** Whether loading it again cannot help. */
    boolean isRefused() {
        return failedWith(LoadOutcome.REFUSED);
    }

    private boolean failedWith(LoadOutcome how) {
        return failure.filter(why -> why.outcome() == how).isPresent();
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

    /** Its number has been announced again, for another content. */
    void replace() {
        replaced = true;
    }

    /** Whether requests can name it. */
    boolean isKnown() {
        return !replaced && !model.isRetired();
    }

    boolean isNewest() {
        return model.newest() == this;
    }

    /** Whether it would serve new streams if it were loaded. */
    boolean isOfUse() {
        return isKnown() && (isNewest() || model.serving().isEmpty());
    }

    /** Whether it is to serve new streams and is being loaded for the first time. What has failed once may never end. */
    boolean isAwaited() {
        return isOfUse() && load.isPresent() && !isLoaded() && failure.isEmpty();
    }

    /** Whether it is in memory and nobody needs it there. */
    boolean isIdle() {
        return isLoaded() && !hasUsers() && !isServing();
    }

    /** How it is listed; empty when it is neither in memory nor on its way there. */
    Optional<KnownVersion> listed() {
        return state().map(state -> new KnownVersion(
                id(),
                state,
                failure.filter(why -> state == KnownVersion.State.FAILED).map(ModelUnavailableException::reason),
                open.map(OpenModel::computation)));
    }

    private Optional<KnownVersion.State> state() {
        if (isLoaded()) {
            return Optional.of(isServing() ? KnownVersion.State.SERVING : KnownVersion.State.LOADED);
        }
        // One that is tried again has failed, until that comes off.
        return failure.map(why -> KnownVersion.State.FAILED).or(() -> load.map(begun -> KnownVersion.State.LOADING));
    }

    boolean isServing() {
        return model.serving().filter(serving -> serving == this).isPresent();
    }
}
