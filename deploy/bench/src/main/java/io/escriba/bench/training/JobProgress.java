package io.escriba.bench.training;

import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicFollower;
import io.escriba.training.TrainingEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hears what happens to jobs until it is closed. */
final class JobProgress implements AutoCloseable {
    private final Map<String, List<Heard>> events;
    private final TopicFollower follower;

    private JobProgress(Map<String, List<Heard>> events, TopicFollower follower) {
        this.events = events;
        this.follower = follower;
    }

    /**
     * An event.
     *
     * @param at when the trainer wrote its record, by the clock of this machine
     */
    record Heard(Instant at, TrainingEvent event) {}

    /**
     * Begins to listen. The topics must exist.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     */
    static JobProgress follow(Map<String, Object> client) {
        Map<String, List<Heard>> events = new ConcurrentHashMap<>();
        return new JobProgress(
                events, TopicFollower.start(client, Topic.TRAINING_PROGRESS, record -> add(record, events)));
    }

    private static void add(ConsumerRecord<String, byte[]> record, Map<String, List<Heard>> events) {
        TrainingEvent event = Json.read(record.value(), TrainingEvent.class);
        events.computeIfAbsent(event.job(), job -> new CopyOnWriteArrayList<>())
                .add(new Heard(Instant.ofEpochMilli(record.timestamp()), event));
    }

    /** What has happened to a job so far, in order. */
    List<Heard> of(String job) {
        return List.copyOf(events.getOrDefault(job, List.of()));
    }

    /** Whether nothing more will happen to a job. */
    boolean hasEnded(String job) {
        return of(job).stream().anyMatch(heard -> heard.event().isLast());
    }

    @Override
    public void close() {
        follower.close();
    }
}
