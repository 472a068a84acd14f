package io.escriba.inference.catalog;

import io.escriba.model.PublishedModel;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The versions in memory, in the order of their last use. Those that serve or have users stay. The others stay for as long
 * as all together fit into a budget, and the one that has not been used for the longest time goes first. Guarded by the
 * catalog's lock.
 */
final class LoadedVersions {
    private static final System.Logger LOG = System.getLogger(LoadedVersions.class.getName());
    private static final long MEBIBYTE = 1 << 20;

    private final long budget;
    private final ToLongFunction<PublishedModel> estimate;
    private final CatalogMetrics metrics;
    private final Set<Version> versions = new LinkedHashSet<>();
    private boolean servingFit = true;

    /**
     * Nothing is in memory.
     *
     * @param budget bytes
     * @param estimate of the bytes that a version takes; must not wait for anything
     */
    LoadedVersions(long budget, ToLongFunction<PublishedModel> estimate, CatalogMetrics metrics) {
        this.budget = budget;
        this.estimate = estimate;
        this.metrics = metrics;
    }

    /** A version has been loaded. */
    void add(Version version) {
        versions.add(version);
        metrics.memory(bytes(versions));
    }

    /** A version is no longer in memory, of itself. */
    void remove(Version version) {
        versions.remove(version);
        metrics.memory(bytes(versions));
    }

    /** A version is used now, or has been until now. */
    void used(Version version) {
        if (versions.remove(version)) {
            versions.add(version);
        }
    }

    /** Takes out what nobody can ask for any more, and what does not fit. To be called after every change. */
    void trim() {
        unload(surplus(0));
        long serving = bytes(versions.stream().filter(Version::isServing).toList());
        if (servingFit && serving > budget) {
            LOG.log(
                    Level.WARNING,
                    "The models that serve take about " + serving / MEBIBYTE
                            + " MiB, and escriba.inference.memory-budget is " + budget / MEBIBYTE
                            + " MiB. They serve all the same, but any other version is closed with its last stream."
                            + " Raise it if this process may use more memory.");
        }
        servingFit = serving <= budget;
    }

    /**
     * Takes out as much as must go for another version to fit.
     *
     * @return completes when its memory is free
     */
    CompletionStage<Void> makeRoom(PublishedModel coming) {
        return unload(surplus(estimate.applyAsLong(coming)));
    }

    /** Whether there is something that nobody uses. */
    boolean hasIdle() {
        return idle().findAny().isPresent();
    }

    /**
     * Takes out all that nobody uses.
     *
     * @return completes when its memory is free
     */
    CompletionStage<Void> unloadIdle() {
        return unload(idle().toList());
    }

    /**
     * Takes out everything.
     *
     * @return completes when all streams have been ended
     */
    CompletionStage<Void> unloadAll() {
        return unload(List.copyOf(versions));
    }

    /** What must go so that the rest and so many bytes fit, as far as that can be had. */
    private List<Version> surplus(long coming) {
        List<Version> surplus = new ArrayList<>();
        long bytes = bytes(versions) + coming;
        // Those that are not known first: what they take, others need not give.
        List<Version> idle =
                idle().sorted(Comparator.comparing(Version::isKnown)).toList();
        for (Version version : idle) {
            if (bytes > budget || !version.isKnown()) {
                surplus.add(version);
                bytes -= estimate.applyAsLong(version.published());
            }
        }
        return surplus;
    }

    private Stream<Version> idle() {
        return versions.stream().filter(Version::isIdle);
    }

    private long bytes(Collection<Version> some) {
        return some.stream().map(Version::published).mapToLong(estimate).sum();
    }

    private CompletionStage<Void> unload(List<Version> some) {
        some.forEach(versions::remove);
        metrics.memory(bytes(versions));
        return CompletableFuture.allOf(some.stream()
                .flatMap(version -> version.unload().stream())
                .map(running -> running.stop().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }
}
