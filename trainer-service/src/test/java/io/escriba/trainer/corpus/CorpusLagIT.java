package io.escriba.trainer.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.kafka.Clients;
import io.escriba.kafka.Topic;
import io.escriba.trainer.KafkaFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusLagIT {
    @TempDir
    private Path directory;

    private KafkaFixture kafka;

    @BeforeEach
    void start() {
        kafka = KafkaFixture.start(directory.resolve("kafka"));
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    /** By Kafka's own figures, whose names no compiler checks. */
    @Test
    void isWhatAConsumerHasNotReadYet() {
        try (KafkaConsumer<String, byte[]> consumer = Clients.member(kafka.client(), "one-at-a-time")) {
            consumer.subscribe(List.of(Topic.CORPUS.topicName()));
            assertThat(CorpusLag.of(consumer.metrics())).isZero();
            kafka.publishLine("nomes", "João");
            kafka.publishLine("nomes", "Zé");
            kafka.publishLine("nomes", "Ana");

            await().until(() -> !consumer.poll(Duration.ofSeconds(1)).isEmpty());

            assertThat(CorpusLag.of(consumer.metrics())).isEqualTo(2);
        }
    }

    @Test
    void isAMetricOfTheStatistics() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (CorpusStatistics statistics = CorpusStatistics.start(
                kafka.client(),
                directory.resolve("statistics"),
                new TriggerRule(Duration.ofSeconds(1), 0.2),
                new CorpusMetrics(registry))) {
            kafka.publishLine("nomes", "João");

            await().until(() ->
                    registry.get("escriba.corpus.characters").counter().count() > 0);

            assertThat(statistics.isRunning()).isTrue();
            assertThat(registry.get("escriba.corpus.lag").gauge().value()).isZero();
        }
    }
}
