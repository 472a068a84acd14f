package io.escriba.inference.catalog;

import io.escriba.model.PublishedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model by name, with its versions. Guarded by the catalog's lock. */
final class Model {
    /** In the order of their announcements. The last is the newest, as in the compacted topic, whatever its number. */
    private final List<Version> versions = new ArrayList<>();

    private Optional<Version> serving = Optional.empty();
    private boolean retired;

    /** Takes note of an announcement. What is known already, and not refused, is kept as it is, as the newest. */
    Version announce(PublishedModel published) {
        Optional<Version> known = version(published.version());
        Version newest = known.filter(v -> !v.isRefused())
                .filter(v -> v.published().equals(published))
                .orElseGet(() -> new Version(this, published));
        known.filter(v -> v != newest).ifPresent(Version::replace);
        known.ifPresent(versions::remove);
        versions.add(newest);
        return newest;
    }

    /** All announced versions, the newest last. */
    List<Version> versions() {
        return versions;
    }

    Optional<Version> version(long number) {
        return versions.stream().filter(v -> v.published().version() == number).findFirst();
    }

    Version newest() {
        return versions.get(versions.size() - 1);
    }

    /** What to try instead of versions that are refused: the newest that is neither refused nor being loaded. */
    Optional<Version> fallback() {
        return versions.stream()
                .filter(v -> !v.isRefused() && v.load().isEmpty())
                .reduce((older, newer) -> newer);
    }

    /** The newest that is in memory. */
    Optional<Version> newestLoaded() {
        return versions.stream().filter(Version::isLoaded).reduce((older, newer) -> newer);
    }

    /** The version that new streams get. */
    Optional<Version> serving() {
        return serving;
    }

    /** Whether this version should serve instead of the one that does. */
    boolean prefers(Version version) {
        return version.isKnown()
                && serving.map(now -> versions.indexOf(version) > versions.indexOf(now))
                        .orElse(true);
    }

    /** Makes new streams get this version. */
    void serve(Version version) {
        serving = Optional.of(version);
    }

    /** New streams get no version any more, if it was this one. */
    void stopServing(Version version) {
        serving = serving.filter(now -> now != version);
    }

    /** The model is no more. */
    void retire() {
        retired = true;
        serving = Optional.empty();
    }

    boolean isRetired() {
        return retired;
    }
}
