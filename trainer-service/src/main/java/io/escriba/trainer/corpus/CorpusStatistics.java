package io.escriba.trainer.corpus;

import io.escriba.kafka.Refusal;
import io.escriba.kafka.Topic;
import io.escriba.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/**
 * Keeps the statistics of all corpora and triggers trainings, exactly once, for as long as it is open. Several
 * processes share the work.
 */
public final class CorpusStatistics implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CorpusStatistics.class);
    private static final String APPLICATION_ID = "escriba-statistics";
    /** Kafka has no public name for it; {@code StreamsConfig} sets it to false. */
    private static final String LEAVE_GROUP_ON_CLOSE = "internal.leave.group.on.close";

    private static final int SESSION_TIMEOUT_MILLIS = 10_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaStreams streams;

    private CorpusStatistics(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * Starts to follow {@link Topic#CORPUS}, which must exist.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @param directory for local state, which may be lost
     */
    public static CorpusStatistics start(
            Map<String, Object> client, Path directory, TriggerRule rule, CorpusMetrics metrics) {
        Properties settings = new Properties();
        settings.putAll(client);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // What another process takes over begins at once after a stop, and soon after a crash. By default a stream
        // stays in its group when it is closed, and the next one waits until its session has timed out.
        settings.put(StreamsConfig.consumerPrefix(LEAVE_GROUP_ON_CLOSE), true);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        // A text record of a plain producer goes on to the dead letters with headers added.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * 1024 * 1024);
        KafkaStreams streams = new KafkaStreams(
                CorpusTopology.build(rule, metrics, new HomePartition(Topics.partitions(client, Topic.CORPUS))),
                settings);
        metrics.following(() -> CorpusLag.of(streams.metrics()));
        streams.setUncaughtExceptionHandler(CorpusStatistics::respond);
        streams.start();
        return new CorpusStatistics(streams);
    }

    private static StreamThreadExceptionResponse respond(Throwable failure) {
        Optional<String> refusal = Refusal.of(failure);
        if (refusal.isPresent()) {
            LOG.errorf("Following the corpora has ended. %s Then restart this service.", refusal.get());
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.error("Following the corpora failed and begins again at its last commit.", failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Whether the corpora are being followed now. */
    public boolean isRunning() {
        return streams.state().isRunningOrRebalancing();
    }

    /** Whether it has ended and does not go on by itself: it was refused something, or closed. */
    public boolean hasEnded() {
        return streams.state().hasCompletedShutdown();
    }

    @Override
    public void close() {
        streams.close(CLOSE_TIMEOUT);
    }
}
