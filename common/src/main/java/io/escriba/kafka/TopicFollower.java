package io.escriba.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads a whole topic from its start and goes on reading, outside any consumer group: every follower sees every record.
 * Records are handed over one at a time, in the order of their partition, by a thread of the follower's own.
 */
public final class TopicFollower implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TopicFollower.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);

    private final Topic topic;
    private final Consumer<ConsumerRecord<String, byte[]>> handler;
    private final KafkaConsumer<String, byte[]> consumer;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;

    private TopicFollower(Map<String, Object> client, Topic topic, Consumer<ConsumerRecord<String, byte[]>> handler) {
        this.topic = topic;
        this.handler = handler;
        this.consumer = Clients.reader(client);
        this.thread = new Thread(this::follow, "follow-" + topic.topicName());
        this.thread.setDaemon(true);
    }

    /**
     * Starts to follow a topic, which must exist.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @param handler is given every record; what it throws is logged with the record's position, and the next follows
     */
    public static TopicFollower start(
            Map<String, Object> client, Topic topic, Consumer<ConsumerRecord<String, byte[]>> handler) {
        TopicFollower follower = new TopicFollower(client, topic, handler);
        follower.thread.start();
        return follower;
    }

    /** Completes when every record that the topic held at the start has been handled. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    /** Whether it goes on reading. It ends when it is closed, or after a failure that it has logged. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (consumer) {
            Collection<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!closed) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    handle(record);
                }
                if (!caughtUp.isDone()
                        && ends.entrySet().stream()
                                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                    caughtUp.complete(null);
                }
            }
        } catch (WakeupException e) {
            if (!closed) {
                throw e;
            }
        } catch (RuntimeException e) {
            caughtUp.completeExceptionally(e);
            String ended = "Reading " + topic.topicName() + " has ended. ";
            Refusal.of(e)
                    .ifPresentOrElse(
                            refusal -> LOG.log(Level.ERROR, ended + refusal + " Then restart this service."),
                            () -> LOG.log(Level.ERROR, ended + "Restart this service.", e));
        }
    }

    /** Waits for a broker that is away: this runs before anything could be missed. */
    private Collection<TopicPartition> partitions() {
        while (true) {
            try {
                List<TopicPartition> found = consumer.partitionsFor(topic.topicName()).stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            } catch (RetriableException e) {
                LOG.log(Level.WARNING, "Waiting for " + topic.topicName() + ": " + e.getMessage());
            }
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        try {
            handler.accept(record);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "The record at " + record.topic() + "-" + record.partition() + " offset " + record.offset()
                            + " cannot be used and is passed over: " + e.getMessage(),
                    e);
        }
    }
}
