package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.inference.session.TinyGru;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of thousands of readers who came, dawdled and went. Ten minutes of it are a part of the benchmark. */
class EnduranceIT {
    private static final ModelVersion MODEL = new ModelVersion(new Name("visited"), 1);
    private static final TinyGru GRU = new TinyGru(Vocabulary.of("\nabcdefghij klmnopqrstuvwxyz"), 32, 1);

    private static final int MAX_STREAMS = 8;
    private static final int MOST_READERS = 20;
    private static final int FIRST_VISITS = 1_000;
    private static final int MORE_VISITS = 2_000;
    private static final double FLAT = 1.05;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void leavesNoRowTakenAndNoMemory() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
                InferenceProcess service = start(broker);
                Crowd crowd = new Crowd(service.grpcPort(), MODEL.name(), MOST_READERS, new SplittableRandom(1))) {
            publish(broker, service);
            crowd.visit(FIRST_VISITS);
            awaitFreeRows(service);
            long residentBefore = service.residentMemory();
            long heapBefore = service.liveHeap();

            crowd.visit(MORE_VISITS);

            awaitFreeRows(service);
            assertThat(crowd.complaints()).isEmpty();
            assertThat(service.metric("escriba_streams_ended_total{reason=\"failed\"}"))
                    .isZero();
            assertThat(service.metric("escriba_streams_ended_total{reason=\"cancelled\"}"))
                    .isPositive();
            await().atMost(SOON).untilAsserted(() -> {
                assertThat((double) service.liveHeap()).isLessThan(FLAT * heapBefore);
                assertThat((double) service.residentMemory()).isLessThan(FLAT * residentBefore);
            });
        }
    }

    private InferenceProcess start(EmbeddedBroker broker) throws IOException {
        return InferenceProcess.start(
                directory,
                Map.of(
                        "kafka.bootstrap.servers",
                        broker.bootstrapServers(),
                        "escriba.store",
                        directory.resolve("models").toUri().toString(),
                        "escriba.topics.partitions",
                        "1",
                        "escriba.inference.max-streams",
                        Integer.toString(MAX_STREAMS)),
                // All of the heap is resident from the start, so that what grows is something else.
                "-Xms" + InferenceProcess.HEAP,
                "-XX:+AlwaysPreTouch");
    }

    private void publish(EmbeddedBroker broker, InferenceProcess service) throws Exception {
        try (Publisher publisher = new Publisher(broker.bootstrapServers(), directory.resolve("models"));
                Caller caller = new Caller(service.grpcPort())) {
            publisher.publish(MODEL, GRU);
            await().atMost(SOON).until(() -> caller.models().contains(MODEL));
        }
    }

    private static void awaitFreeRows(InferenceProcess service) {
        await().atMost(SOON).until(() -> service.streams() == 0);
    }
}
