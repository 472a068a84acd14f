package io.escriba.trainer.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.CorpusSealed;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.trainer.corpus.CorpusState.Position;
import io.escriba.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * Follows the corpora of one partition: keeps their statistics, triggers trainings, and sends what it cannot read to the
 * dead letters. Everything it writes is committed together with its place in the log.
 */
final class CorpusProcessor implements Processor<@Nullable String, byte @Nullable [], String, byte[]> {
    /** The store of {@link CorpusState} by corpus name. */
    static final String STORE = "corpora";

    static final String CORPORA_SINK = "to-corpora";
    static final String JOBS_SINK = "to-training-jobs";
    static final String DEAD_LETTER_SINK = "to-dead-letter";

    private static final Duration TRIGGER_CHECK = Duration.ofSeconds(1);
    private static final String SOURCE = "trainer-service";

    private final TriggerRule rule;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private ProcessorContext<String, byte[]> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    private KeyValueStore<String, byte[]> states;

    CorpusProcessor(TriggerRule rule) {
        this.rule = rule;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> initialized) {
        context = initialized;
        states = initialized.getStateStore(STORE);
        initialized.schedule(TRIGGER_CHECK, PunctuationType.WALL_CLOCK_TIME, this::triggerQuietCorpora);
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        CorpusRecord read = CorpusRecord.read(record.key(), record.value(), record.headers());
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        Position at = new Position(
                metadata.topic(), metadata.partition(), metadata.offset(), Instant.ofEpochMilli(record.timestamp()));
        if (read instanceof CorpusRecord.Unreadable unreadable) {
            forwardDeadLetter(record, at, unreadable.reason());
        } else if (read instanceof CorpusRecord.Ignored) {
            // A plain producer's record without a value says nothing.
        } else {
            CorpusState before = state(new Name(String.valueOf(record.key())), at);
            CorpusState after = apply(read, before, at);
            if (read instanceof CorpusRecord.Sealed sealed && sealed.event().trains()) {
                after = trigger(after, sealed.event(), at);
            }
            save(after);
        }
    }

    private static CorpusState apply(CorpusRecord record, CorpusState before, Position at) {
        if (record instanceof CorpusRecord.Text text) {
            return before.append(text.text(), at);
        }
        if (record instanceof CorpusRecord.Sealed sealed) {
            return before.seal(sealed.event(), at);
        }
        return before.delete(at);
    }

    private CorpusState trigger(CorpusState state, CorpusSealed event, Position at) {
        return trigger(state, event.model().orElse(state.corpus().name()), event.spec(), at.topic(), at.time());
    }

    private CorpusState trigger(
            CorpusState state, Name model, Optional<JsonNode> spec, String topic, Instant requested) {
        Corpus corpus = state.corpus();
        TrainingJob job = new TrainingJob(
                TrainingJob.idFor(model, corpus.partition(), corpus.lastOffset()),
                model,
                state.dataset(topic),
                spec,
                requested);
        forward(JOBS_SINK, model.value(), TrainingJob.TYPE, job, requested);
        return state.trained();
    }

    /** Finds the corpora of plain producers that have grown and gone quiet. */
    private void triggerQuietCorpora(long now) {
        Instant time = Instant.ofEpochMilli(now);
        List<CorpusState> due = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = states.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                CorpusState state = Json.read(entry.value, CorpusState.class);
                if (state.isQuietAndGrown(time, rule.quietPeriod(), rule.growth())) {
                    due.add(state);
                }
            }
        }
        for (CorpusState state : due) {
            save(trigger(state, state.corpus().name(), Optional.empty(), Topic.CORPUS.topicName(), time));
        }
    }

    private CorpusState state(Name name, Position at) {
        byte[] stored = states.get(name.value());
        return stored == null ? CorpusState.empty(name, at) : Json.read(stored, CorpusState.class);
    }

    private void save(CorpusState state) {
        Corpus corpus = state.corpus();
        states.put(corpus.name().value(), Json.bytes(state));
        forward(CORPORA_SINK, corpus.name().value(), Corpus.TYPE, corpus, corpus.updated());
    }

    private void forward(String sink, String key, String type, Object value, Instant time) {
        context.forward(
                new Record<>(key, Json.bytes(value), time.toEpochMilli(), CloudEvents.jsonHeaders(SOURCE, type)), sink);
    }

    private void forwardDeadLetter(Record<@Nullable String, byte @Nullable []> record, Position at, String reason) {
        Headers headers = new RecordHeaders(record.headers())
                .add("escriba_reason", reason.getBytes(UTF_8))
                .add("escriba_topic", at.topic().getBytes(UTF_8))
                .add("escriba_partition", Integer.toString(at.partition()).getBytes(UTF_8))
                .add("escriba_offset", Long.toString(at.offset()).getBytes(UTF_8));
        String key = record.key() == null ? "" : record.key();
        byte[] value = record.value() == null ? new byte[0] : record.value();
        context.forward(new Record<>(key, value, record.timestamp(), headers), DEAD_LETTER_SINK);
    }
}
