package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.inference.session.TinyGru;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import io.grpc.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be read of a process that nobody else uses: whether it is ready, and its metrics. */
class MetricsIT {
    private static final ModelVersion MODEL = new ModelVersion(new Name("measured"), 3);
    private static final TinyGru GRU = new TinyGru(Vocabulary.of("abcdefgh"), 32, 1);
    private static final Duration SOON = Duration.ofSeconds(60);

    private EmbeddedBroker broker;
    private InferenceProcess service;
    private Publisher publisher;
    private Caller caller;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        Path store = directory.resolve("models");
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        service = InferenceProcess.begin(
                directory,
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "escriba.store", store.toUri().toString(),
                        "escriba.topics.partitions", "1",
                        "escriba.inference.memory-budget", "100M",
                        "escriba.inference.ready-without-model", "false"));
        publisher = new Publisher(broker.bootstrapServers(), store);
        caller = new Caller(service.grpcPort());
    }

    @AfterEach
    void stop() {
        caller.close();
        publisher.close();
        service.close();
        broker.close();
    }

    @Test
    void isReadyWhenAModelServesAndCountsWhatItsStreamsDo() throws Exception {
        assertThat(service.isReady()).isFalse();
        publisher.publish(MODEL, GRU);
        await().atMost(SOON).until(service::isReady);
        assertThat(caller.models()).containsExactly(MODEL);
        assertThat(service.get("/q/health/ready").body()).contains("\"measured\": 3");
        assertThat(service.get("/q/health/live").body()).contains("\"announcements\"");
        assertThat(service.get("/q/health/live").statusCode()).isEqualTo(200);

        for (int characters = 10; characters <= 30; characters += 10) {
            caller.generate(
                    Caller.request(MODEL.name(), "abc", characters, characters).build());
        }
        caller.generate(Caller.request(MODEL.name(), "abc", 15, 1).setSkip(5).build());

        // A caller sees the end of its text before the stream has left.
        await().atMost(SOON).until(() -> service.metric("escriba_streams_running") == 0);
        Map<String, Double> metrics = escriba();
        // The first character follows from the prompt, each further one from a step, and what is skipped is not sent.
        assertThat(metrics)
                .containsEntry("escriba_streams_running", 0.0)
                .containsEntry("escriba_streams_waiting", 0.0)
                .containsEntry("escriba_streams_paused", 0.0)
                .containsEntry("escriba_streams_places", 1280.0)
                .containsEntry("escriba_streams_refused_total", 0.0)
                .containsEntry("escriba_characters_generated_total", 75.0)
                .containsEntry("escriba_batch_size_count", 71.0)
                .containsEntry("escriba_batch_size_sum", 71.0)
                .containsEntry("escriba_batch_size_bucket{le=\"1.0\"}", 71.0)
                .containsEntry("escriba_batch_size_bucket{le=\"+Inf\"}", 71.0)
                .containsEntry("escriba_time_to_first_character_seconds_count", 4.0)
                .containsEntry("escriba_time_to_first_character_seconds_bucket{le=\"+Inf\"}", 4.0)
                .containsEntry("escriba_inter_character_latency_seconds_count", 66.0)
                .containsEntry("escriba_inter_character_latency_seconds_bucket{le=\"+Inf\"}", 66.0)
                .containsEntry("escriba_streams_ended_total{reason=\"length\"}", 4.0)
                .containsEntry("escriba_streams_ended_total{reason=\"end_mark\"}", 0.0)
                .containsEntry("escriba_streams_ended_total{reason=\"cancelled\"}", 0.0)
                .containsEntry("escriba_streams_ended_total{reason=\"stopped\"}", 0.0)
                .containsEntry("escriba_streams_ended_total{reason=\"failed\"}", 0.0)
                .containsEntry("escriba_model_loads_total{outcome=\"loaded\"}", 1.0)
                .containsEntry("escriba_model_loads_total{outcome=\"refused\"}", 0.0)
                .containsEntry("escriba_model_loads_total{outcome=\"store_away\"}", 0.0)
                .containsEntry("escriba_model_loads_total{outcome=\"no_memory\"}", 0.0)
                .containsEntry("escriba_model_loads_total{outcome=\"broken\"}", 0.0)
                .containsEntry("escriba_model_version{model=\"measured\"}", 3.0)
                .containsEntry("escriba_model_memory_budget_bytes", 100.0 * 1024 * 1024);
        assertThat(metrics.get("escriba_model_memory_bytes")).isBetween(1.0, 100.0 * 1024 * 1024);
        assertThat(metrics.get("escriba_time_to_first_character_seconds_sum")).isPositive();
        assertThat(metrics.get("escriba_inter_character_latency_seconds_sum")).isPositive();
    }

    @Test
    void countsAStreamThatIsNotReadForItselfUntilItsCallerGoesAway() throws Exception {
        publisher.publish(MODEL, GRU);
        await().atMost(SOON).until(service::isReady);
        Context.CancellableContext call = Context.current().withCancellation();

        call.run(() ->
                caller.begin(Caller.request(MODEL.name(), "abc", 1_000_000, 1).build()));

        // It is paused and goes on again and again until the connection is full.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(escriba())
                        .containsEntry("escriba_streams_paused", 1.0)
                        .containsEntry("escriba_streams_running", 0.0)
                        .containsEntry("escriba_streams_waiting", 0.0));
        call.cancel(null);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(escriba())
                        .containsEntry("escriba_streams_paused", 0.0)
                        .containsEntry("escriba_streams_waiting", 0.0)
                        .containsEntry("escriba_streams_ended_total{reason=\"cancelled\"}", 1.0));
    }

    /** All series of Escriba's own. */
    private Map<String, Double> escriba() throws Exception {
        Map<String, Double> metrics = new TreeMap<>(service.metrics());
        metrics.keySet().removeIf(series -> !series.startsWith("escriba_"));
        return metrics;
    }
}
