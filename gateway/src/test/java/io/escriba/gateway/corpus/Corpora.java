package io.escriba.gateway.corpus;

import io.escriba.corpus.Corpus;
import io.escriba.name.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Corpora and catalogs for tests. */
public final class Corpora {
    private Corpora() {}

    /** A catalog of these corpora, which waits for nothing. */
    public static CorpusCatalog catalog(Corpus... corpora) {
        CorpusCatalog catalog = new CorpusCatalog(Duration.ZERO);
        for (Corpus corpus : corpora) {
            catalog.update(corpus);
        }
        return catalog;
    }

    /** Excerpts of corpora whose texts are all the same. */
    public static RandomExcerpts excerpts(CorpusCatalog catalog, byte[] utf8) {
        return new RandomExcerpts(catalog, (dataset, taker) -> taker.take(utf8));
    }

    /** A sealed corpus of so many letters; what a test does not name is the same for all. */
    public static Corpus corpus(String name, long characters, int partition, long firstOffset, long lastOffset) {
        return corpus(name, characters, partition, firstOffset, lastOffset, List.of());
    }

    /** A sealed corpus with landmarks. */
    static Corpus corpus(
            String name,
            long characters,
            int partition,
            long firstOffset,
            long lastOffset,
            List<Corpus.Landmark> landmarks) {
        return new Corpus(
                new Name(name),
                characters,
                characters,
                2,
                9,
                partition,
                firstOffset,
                lastOffset,
                true,
                Optional.of("ab".repeat(32)),
                Instant.parse("2026-01-02T03:04:05Z"),
                landmarks);
    }
}
