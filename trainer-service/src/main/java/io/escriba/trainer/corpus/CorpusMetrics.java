package io.escriba.trainer.corpus;

import io.escriba.kafka.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Counts what this process has read from the corpora since it started, and what waits. Thread-safe. */
public final class CorpusMetrics {
    private final MeterRegistry registry;
    private final Counter characters;
    private final Counter deadLetters;

    /** Counts in this registry. */
    public CorpusMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.characters = Counter.builder("escriba.corpus.characters")
                .description("Characters of text read from the corpora")
                .register(registry);
        this.deadLetters = Counter.builder("escriba.dead.letters")
                .description("Records that could not be read")
                .tag("topic", Topic.CORPUS.topicName())
                .register(registry);
    }

    /** From now on records wait to be read, as many as this tells. */
    void following(Supplier<Number> lag) {
        Gauge.builder("escriba.corpus.lag", lag)
                .description("Records of the corpora that are not in the statistics yet")
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
