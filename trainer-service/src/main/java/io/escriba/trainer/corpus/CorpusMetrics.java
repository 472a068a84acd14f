package io.escriba.trainer.corpus;

import io.escriba.kafka.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what this process has read from the corpora since it started. Thread-safe. */
public final class CorpusMetrics {
    private final Counter characters;
    private final Counter deadLetters;

    /** Counts in this registry. */
    public CorpusMetrics(MeterRegistry registry) {
        this.characters = Counter.builder("escriba.corpus.characters")
                .description("Characters of text read from the corpora")
                .register(registry);
        this.deadLetters = Counter.builder("escriba.dead.letters")
                .description("Records that could not be read")
                .tag("topic", Topic.CORPUS.topicName())
                .register(registry);
    }

    void appended(long count) {
        characters.increment((double) count);
    }

    /** A record could not be read. */
    void deadLetter() {
        deadLetters.increment();
    }
}
