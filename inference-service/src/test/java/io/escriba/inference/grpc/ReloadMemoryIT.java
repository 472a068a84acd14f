package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.awaitility.Awaitility.await;

import io.escriba.inference.session.TinyGru;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left in memory of versions that have been replaced. */
class ReloadMemoryIT {
    private static final Name NAME = new Name("replaced");
    /** Its file has 3.1 MiB: were each twentieth version kept, that would be seen. */
    private static final TinyGru GRU = new TinyGru(Vocabulary.of("abcdefgh"), 512, 1);

    /** Bytes, enough for four versions. */
    private static final long BUDGET = 32 << 20;

    private static final Duration SOON = Duration.ofSeconds(60);

    /** After so many versions everything has run that grows at first: classes, compiled code, the allocator's pools. */
    private static final int WARM_UP = 20;

    /** The process grows and shrinks a little all the time: what counts is the median of so many readings. */
    private static final int READINGS = 10;

    private static final int RELOADS = 100;

    private EmbeddedBroker broker;
    private Publisher publisher;
    private InferenceProcess service;
    private Caller caller;
    private URI artifact;
    private long version;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("models");
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        publisher = new Publisher(broker.bootstrapServers(), store);
        artifact = publisher.store(new ModelVersion(NAME, 1), GRU.onnx());
        service = InferenceProcess.begin(
                directory,
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "escriba.store", store.toUri().toString(),
                        "escriba.topics.partitions", "1",
                        "escriba.inference.memory-budget", Long.toString(BUDGET)),
                // The heap has its full size from the start, and only the first compiler runs, which takes little: what
                // comes later was taken by versions.
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1");
        caller = new Caller(service.grpcPort());
    }

    @AfterEach
    void stop() {
        caller.close();
        service.close();
        publisher.close();
        broker.close();
    }

    /** Linux says how much memory a process occupies. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void isAsMuchAfterAHundredReloadsAsBefore() throws Exception {
        reload(WARM_UP);
        long before = medianOfReadings();
        reload(RELOADS - READINGS);
        long after = medianOfReadings();

        assertThat(after).isCloseTo(before, withPercentage(5));
        assertThat(service.metric("escriba_model_loads_total{outcome=\"loaded\"}"))
                .isEqualTo(WARM_UP + READINGS + RELOADS);
        assertThat(service.metric("escriba_model_memory_bytes")).isBetween(BUDGET / 2.0, (double) BUDGET);
    }

    /** Bytes that the process occupies, read after each of some reloads. */
    private long medianOfReadings() throws Exception {
        long[] readings = new long[READINGS];
        for (int i = 0; i < readings.length; i++) {
            reload(1);
            readings[i] = service.residentMemory();
        }
        Arrays.sort(readings);
        return readings[readings.length / 2];
    }

    /** As often as told, publishes a version, waits until it serves, and has it write. */
    private void reload(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            ModelVersion next = new ModelVersion(NAME, ++version);
            publisher.announce(GRU.manifest(next), GRU.onnx(), artifact);
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> caller.models().contains(next));
            assertThat(caller.generate(Caller.request(NAME, "abc", 20, version).build())
                            .text())
                    .hasSize(20);
        }
    }
}
