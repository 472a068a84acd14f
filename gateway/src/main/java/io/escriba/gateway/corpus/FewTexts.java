package io.escriba.gateway.corpus;

import io.escriba.corpus.Dataset;
import io.escriba.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Reads so many texts at a time. Whoever wants one more is told to come back. Thread-safe. */
final class FewTexts implements CorpusText {
    /** Excerpts stand near landmarks, so they take no longer. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final CorpusText texts;
    private final int most;
    private final Semaphore places;

    /**
     * Reads these texts.
     *
     * @param most how many at the same time
     */
    FewTexts(CorpusText texts, int most) {
        this.texts = texts;
        this.most = most;
        this.places = new Semaphore(most);
    }

    /**
     * Reads a text.
     *
     * @throws ProblemException (429) when too many are being read, and as the texts themselves do
     */
    @Override
    public void read(Dataset dataset, Taker taker) {
        if (!places.tryAcquire()) {
            throw ProblemException.tooMany(
                    most + " excerpts are being read, which is the most at the same time"
                            + " (escriba.gateway.max-excerpts). Come back after the time in Retry-After.",
                    SOON);
        }
        try {
            texts.read(dataset, taker);
        } finally {
            places.release();
        }
    }
}
