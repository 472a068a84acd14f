package io.escriba.gateway.model;

import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The versions of all models that have been published and not retired. Thread-safe. */
public final class ModelCatalog {
    private final ConcurrentNavigableMap<Name, List<PublishedModel>> models = new ConcurrentSkipListMap<>();

    /** Adds a version, or replaces it when it was announced before. */
    synchronized void publish(PublishedModel model) {
        models.merge(model.name(), List.of(model), (known, added) -> {
            List<PublishedModel> versions = new ArrayList<>(known);
            versions.removeIf(version -> version.version() == model.version());
            versions.add(model);
            versions.sort(Comparator.comparingLong(PublishedModel::version));
            return List.copyOf(versions);
        });
        notifyAll();
    }

    /**
     * Waits for a version that is being published.
     *
     * @param patience how long at most
     * @return whether it is there
     */
    public synchronized boolean await(ModelVersion version, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!has(version)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Forgets all versions of a model. */
    void retire(Name model) {
        models.remove(model);
    }

    /** Forgets these versions of a model; those that have been published meanwhile stay. */
    void forget(Name model, List<PublishedModel> versions) {
        models.computeIfPresent(model, (name, known) -> {
            List<PublishedModel> left = known.stream()
                    .filter(version -> !versions.contains(version))
                    .toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** The names of all models, in alphabetical order. */
    public List<Name> names() {
        return List.copyOf(models.keySet());
    }

    /** The versions of a model, the newest last; empty when there is no such model. */
    public List<PublishedModel> versions(Name model) {
        return models.getOrDefault(model, List.of());
    }

    /** The version that a reference asks for. */
    public Optional<PublishedModel> find(ModelVersion.Reference reference) {
        return find(reference, version -> false);
    }

    /**
     * The version that a reference asks for.
     *
     * @param avoided versions that are found only if they are named, or if there are no others
     */
    public Optional<PublishedModel> find(ModelVersion.Reference reference, Predicate<ModelVersion> avoided) {
        List<PublishedModel> versions = versions(reference.name());
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        if (reference.version().isEmpty()) {
            PublishedModel newest = versions.get(versions.size() - 1);
            return versions.stream()
                    .filter(model -> !avoided.test(model.modelVersion()))
                    .reduce((older, newer) -> newer)
                    .or(() -> Optional.of(newest));
        }
        long wanted = reference.version().get();
        return versions.stream().filter(model -> model.version() == wanted).findFirst();
    }

    /** Whether this version has been published and not retired. */
    public boolean has(ModelVersion version) {
        return find(new ModelVersion.Reference(version.name(), Optional.of(version.version())))
                .isPresent();
    }

    /** Why {@link #find} found nothing, and what there is instead. */
    public String explainAbsence(ModelVersion.Reference reference) {
        List<PublishedModel> versions = versions(reference.name());
        if (versions.isEmpty()) {
            List<Name> names = names();
            return "There is no model '" + reference.name() + "'. "
                    + (names.isEmpty() ? "None has been trained yet." : "There are: " + join(names) + ".");
        }
        return "Model '" + reference.name() + "' has no version "
                + reference.version().map(String::valueOf).orElse("") + ". It has: "
                + join(versions.stream().map(PublishedModel::version).toList()) + ".";
    }

    private static String join(List<?> values) {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }
}
