package io.escriba.gateway.corpus;

import io.escriba.corpus.Corpus;
import io.escriba.name.Name;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What is known of all corpora. Thread-safe. */
public final class CorpusCatalog {
    private final ConcurrentNavigableMap<Name, Corpus> corpora = new ConcurrentSkipListMap<>();

    /** Takes the newest word about a corpus. */
    void update(Corpus corpus) {
        corpora.put(corpus.name(), corpus);
    }

    /** Forgets a corpus. */
    void forget(Name name) {
        corpora.remove(name);
    }

    /** All corpora, in alphabetical order. */
    List<Corpus> all() {
        return List.copyOf(corpora.values());
    }

    /** One corpus; empty when there is none of this name. */
    public Optional<Corpus> find(Name name) {
        return Optional.ofNullable(corpora.get(name));
    }
}
