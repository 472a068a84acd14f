package io.escriba.trainer.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.CorpusRecord;
import io.escriba.corpus.CorpusSealed;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.DeadLetters;
import io.escriba.kafka.Traces;
import io.escriba.name.Name;
import io.escriba.trainer.corpus.CorpusState.Position;
import io.escriba.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Follows the corpora of one partition: keeps their statistics, triggers trainings, brings records home that their producer
 * has put elsewhere, and sends what it cannot read to the dead letters. Everything it writes is committed together with its place in the log.
 */
final class CorpusProcessor
        implements Processor<byte @Nullable [], byte @Nullable [], byte @Nullable [], byte @Nullable []> {
    /** The store of {@link CorpusState} by corpus name. */
    static final String STORE = "corpora";

    static final String CORPORA_SINK = "to-corpora";
    static final String CORPUS_SINK = "to-corpus";
    static final String JOBS_SINK = "to-training-jobs";
    static final String DEAD_LETTER_SINK = "to-dead-letter";

    /** A corpus that changes with every record is announced so often. */
    private static final Duration ANNOUNCEMENT = Duration.ofMillis(100);

    /** On a record that was brought here from where its producer had put it; the value is {@code PARTITION:OFFSET}. */
    private static final String BROUGHT_FROM = "escriba_brought_from";

    private static final Duration TRIGGER_CHECK = Duration.ofSeconds(1);
    private static final String SOURCE = "trainer-service";

    private final TriggerRule rule;
    private final CorpusMetrics metrics;
    private final HomePartition home;

    /** What the store holds, read. */
    private final Map<Name, CorpusState> states = new HashMap<>();

    /**
     * When this process last read something of a corpus. The log's own times are not enough to call it quiet: what was written in one
     * transaction becomes visible at its end, and may be old then.
     */
    private final Map<Name, Instant> lastRead = new HashMap<>();

    private final Set<Name> unannounced = new HashSet<>();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private ProcessorContext<byte @Nullable [], byte @Nullable []> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private KeyValueStore<String, byte[]> store;

    CorpusProcessor(TriggerRule rule, CorpusMetrics metrics, HomePartition home) {
        this.rule = rule;
        this.metrics = metrics;
        this.home = home;
    }

    @Override
    public void init(ProcessorContext<byte @Nullable [], byte @Nullable []> initialized) {
        context = initialized;
        store = initialized.getStateStore(STORE);
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                states.put(new Name(entry.key), Json.read(entry.value, CorpusState.class));
            }
        }
        // There may be more of them to read.
        states.keySet().forEach(this::markRead);
        // Another process may have stopped between a change and its announcement.
        unannounced.addAll(states.keySet());
        initialized.schedule(ANNOUNCEMENT, PunctuationType.WALL_CLOCK_TIME, now -> announce());
        initialized.schedule(TRIGGER_CHECK, PunctuationType.WALL_CLOCK_TIME, this::triggerQuietCorpora);
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        Position at = new Position(metadata.partition(), metadata.offset(), Instant.ofEpochMilli(record.timestamp()));
        CorpusRecord read = CorpusRecord.read(record.key(), record.value(), CloudEvents.type(record.headers()));
        if (read instanceof CorpusRecord.Event event && isAstray(event, record, metadata)) {
            bringHome(record, metadata);
        } else if (read instanceof CorpusRecord.Text text) {
            CorpusState before = state(text.corpus(), at);
            CorpusState after = before.append(text.utf8(), at);
            save(after);
            markRead(text.corpus());
            metrics.appended(after.corpus().characters() - before.corpus().characters());
        } else if (read instanceof CorpusRecord.Sealed sealed) {
            CorpusState complete = state(sealed.corpus(), at).seal(sealed.seal(), at);
            // The job belongs to the trace of who has published the text.
            Supplier<CorpusState> after =
                    () -> sealed.seal().trains() ? trigger(complete, sealed.seal(), at.time()) : complete;
            save(Traces.of(record.headers()).wrapSupplier(after).get());
        } else if (read instanceof CorpusRecord.Deleted deleted) {
            delete(deleted.corpus(), at.time());
        } else if (read instanceof CorpusRecord.Unreadable unreadable) {
            forwardDeadLetter(record, metadata, unreadable.reason());
        }
    }

    /** Whether a record is not where its corpus is. What was brought here once stays, wherever that is. */
    private boolean isAstray(
            CorpusRecord.Event event, Record<byte @Nullable [], byte @Nullable []> record, RecordMetadata metadata) {
        return home.of(event.corpus()) != metadata.partition()
                && record.headers().lastHeader(BROUGHT_FROM) == null;
    }

    /** Writes a record again, where Kafka's own producers write what has its key. */
    private void bringHome(Record<byte @Nullable [], byte @Nullable []> record, RecordMetadata metadata) {
        Headers headers = new RecordHeaders(record.headers())
                .add(BROUGHT_FROM, (metadata.partition() + ":" + metadata.offset()).getBytes(UTF_8));
        context.forward(record.withHeaders(headers), CORPUS_SINK);
    }

    private CorpusState state(Name name, Position at) {
        CorpusState known = states.get(name);
        return known == null ? CorpusState.empty(name, at) : known;
    }

    private void markRead(Name name) {
        lastRead.put(name, Instant.ofEpochMilli(context.currentSystemTimeMs()));
    }

    private void save(CorpusState state) {
        Name name = state.corpus().name();
        states.put(name, state);
        store.put(name.value(), Json.bytes(state));
        unannounced.add(name);
    }

    private void delete(Name name, Instant time) {
        states.remove(name);
        lastRead.remove(name);
        store.delete(name.value());
        unannounced.remove(name);
        context.forward(new Record<>(name.value().getBytes(UTF_8), null, time.toEpochMilli()), CORPORA_SINK);
    }

    private void announce() {
        for (Name name : unannounced) {
            CorpusState state = states.get(name);
            if (state != null) {
                forward(
                        CORPORA_SINK,
                        name,
                        Corpus.TYPE,
                        state.corpus(),
                        state.corpus().updated());
            }
        }
        unannounced.clear();
    }

    private CorpusState trigger(CorpusState state, CorpusSealed seal, Instant requested) {
        return trigger(state, seal.model().orElse(state.corpus().name()), seal.spec(), requested);
    }

    private CorpusState trigger(CorpusState state, Name model, Optional<JsonNode> spec, Instant requested) {
        Corpus corpus = state.corpus();
        TrainingJob job = new TrainingJob(
                TrainingJob.idFor(model, corpus.partition(), corpus.lastOffset()),
                model,
                corpus.dataset(),
                spec,
                requested);
        forward(JOBS_SINK, model, TrainingJob.TYPE, job, requested);
        return state.trained();
    }

    /** Finds the corpora of plain producers that have grown and gone quiet. */
    private void triggerQuietCorpora(long now) {
        Instant time = Instant.ofEpochMilli(now);
        List<CorpusState> due = states.values().stream()
                .filter(state -> !lastRead.getOrDefault(state.corpus().name(), Instant.MIN)
                        .isAfter(time.minus(rule.quietPeriod())))
                .filter(state -> state.isQuietAndGrown(time, rule.quietPeriod(), rule.growth()))
                .toList();
        for (CorpusState state : due) {
            save(trigger(state, state.corpus().name(), Optional.empty(), time));
        }
    }

    private void forward(String sink, Name key, String type, Object value, Instant time) {
        context.forward(
                new Record<>(
                        key.value().getBytes(UTF_8),
                        Json.bytes(value),
                        time.toEpochMilli(),
                        CloudEvents.jsonHeaders(SOURCE, type)),
                sink);
    }

    private void forwardDeadLetter(
            Record<byte @Nullable [], byte @Nullable []> record, RecordMetadata metadata, String reason) {
        DeadLetters.Origin origin =
                new DeadLetters.Origin(metadata.topic(), metadata.partition(), metadata.offset(), reason);
        context.forward(record.withHeaders(DeadLetters.headers(record.headers(), origin)), DEAD_LETTER_SINK);
        metrics.deadLetter();
    }
}
