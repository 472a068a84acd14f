package io.escriba.gateway.corpus;

import io.escriba.corpus.Corpus;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What is known of all corpora: what their statistics say, which follow what is published. Thread-safe. */
public final class CorpusCatalog {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Duration patience;
    private final ConcurrentNavigableMap<Name, Corpus> corpora = new ConcurrentSkipListMap<>();
    private final Map<Name, Uncounted> uncounted = new ConcurrentHashMap<>();

    /**
     * Knows no corpus.
     *
     * @param patience how long statistics may be waited for
     */
    CorpusCatalog(Duration patience) {
        this.patience = patience;
    }

    /**
     * The end of what this gateway has published to a corpus and the statistics do not say yet.
     *
     * @param counted completes when they do
     */
    private record Uncounted(int partition, long lastOffset, CompletableFuture<Void> counted) {
        /** What was brought to another partition has other offsets there; no more can be known of it. */
        boolean isIn(@Nullable Corpus corpus) {
            return corpus != null && (corpus.partition() != partition || corpus.lastOffset() >= lastOffset);
        }
    }

    /** Takes the newest word about a corpus. */
    void update(Corpus corpus) {
        corpora.put(corpus.name(), corpus);
        uncounted.computeIfPresent(corpus.name(), this::unlessCounted);
    }

    /** Forgets a corpus. */
    void forget(Name name) {
        corpora.remove(name);
    }

    /** This gateway has published something. */
    void published(Receipt receipt) {
        // The statistics may have been quicker than the publisher.
        uncounted.compute(
                receipt.name(),
                (name, before) -> unlessCounted(
                        name,
                        new Uncounted(
                                receipt.partition(),
                                receipt.lastOffset(),
                                before == null ? new CompletableFuture<>() : before.counted())));
    }

    private @Nullable Uncounted unlessCounted(Name name, Uncounted end) {
        if (!end.isIn(corpora.get(name))) {
            return end;
        }
        end.counted().complete(null);
        return null;
    }

    /** This gateway has had a corpus deleted: nobody counts any more what was published to it before. */
    void deleted(Name name) {
        uncounted.computeIfPresent(name, (same, end) -> {
            end.counted().complete(null);
            return null;
        });
    }

    /** All corpora, in alphabetical order. */
    List<Corpus> all() {
        return List.copyOf(corpora.values());
    }

    /** One corpus; empty when there is none of this name. */
    public Optional<Corpus> find(Name name) {
        return Optional.ofNullable(corpora.get(name));
    }

    /**
     * One corpus, with all that this gateway has published to it: waits for the statistics where they are behind.
     *
     * @throws ProblemException (503) when they stay behind
     */
    public Optional<Corpus> findWhole(Name name) {
        Optional<Uncounted> awaited = Optional.ofNullable(uncounted.get(name));
        try {
            if (awaited.isPresent()) {
                awaited.get().counted().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw behind(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw behind(name, e);
        }
        return find(name);
    }

    private static ProblemException behind(Name name, Exception cause) {
        return ProblemException.unavailable(
                "What was published to '" + name + "' last has not been counted yet. Try again; if this stays so, see"
                        + " whether a trainer with the role statistics runs.",
                SOON,
                cause);
    }
}
