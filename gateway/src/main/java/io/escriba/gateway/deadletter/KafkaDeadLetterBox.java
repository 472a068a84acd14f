package io.escriba.gateway.deadletter;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.kafka.DeadLetters;
import io.escriba.kafka.Refusal;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** The topic {@code escriba.dead-letter}. Thread-safe. */
final class KafkaDeadLetterBox implements DeadLetterBox {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final TopicSnapshot snapshot;

    /** Reads from this cluster. */
    KafkaDeadLetterBox(TopicSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Override
    public List<DeadLetter> newest(int limit) {
        NewestDeadLetters newest = new NewestDeadLetters(limit);
        try {
            snapshot.read(Topic.DEAD_LETTER, limit, record -> newest.add(letter(record)));
        } catch (KafkaException e) {
            throw ProblemException.unavailable(
                    "The dead letters cannot be read from Kafka now: " + Refusal.orMessage(e) + " Try again.", SOON, e);
        }
        return newest.list();
    }

    private static DeadLetter letter(ConsumerRecord<String, byte[]> record) {
        DeadLetters.Origin origin = DeadLetters.origin(record.headers())
                .orElseGet(() -> new DeadLetters.Origin(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        "It does not say where it comes from: whoever put it here gave it no such headers."));
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return new DeadLetter(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.reason(),
                Optional.ofNullable(record.key()),
                Instant.ofEpochMilli(record.timestamp()),
                value.length,
                DeadLetter.beginning(value));
    }
}
