package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.inference.grpc.Caller.Answer;
import io.escriba.inference.session.TinyGru;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import io.grpc.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same request gives the same characters and log-probabilities in two processes, whatever else they do. */
class RepetitionIT {
    private static final ModelVersion MODEL = new ModelVersion(new Name("repeated"), 1);
    private static final TinyGru GRU = new TinyGru(Vocabulary.of("\nabcdefghijklmnopqrstuvwxyz ãçéí😀"), 96, 1);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int OTHERS = 255;
    private static final int CHARACTERS = 100;
    private static final int SNAPSHOT_INTERVAL = 30;

    @TempDir
    Path directory;

    @Test
    void repeatsExactlyInAnotherProcessAmongOthersAndFromAnyPoint() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
                InferenceProcess first = start(broker, "first", 1);
                InferenceProcess second = start(broker, "second", 2);
                Caller ofFirst = new Caller(first.grpcPort());
                Caller ofSecond = new Caller(second.grpcPort())) {
            try (Publisher publisher = new Publisher(broker.bootstrapServers(), directory.resolve("models"))) {
                publisher.publish(MODEL, GRU);
            }
            for (Caller caller : List.of(ofFirst, ofSecond)) {
                await().atMost(SOON).until(() -> caller.models().contains(MODEL));
            }
            Context.CancellableContext others = Context.current().withCancellation();
            others.run(() -> {
                for (int i = 0; i < OTHERS; i++) {
                    ofSecond.readAndForget(
                            Caller.request(MODEL.name(), "era", 1_000_000, i).build());
                }
            });
            // Those whose messages the test has not read yet are paused.
            await().atMost(SOON).until(() -> second.streams() == OTHERS);

            for (GenerateRequest request : requests()) {
                Answer alone = ofFirst.generate(request);

                assertThat(alone.start().getExact()).isTrue();
                assertThat(alone.logProbabilities()).hasSize(alone.characters().size());
                assertThat(ofSecond.generate(request)).isEqualTo(alone);
                int size = alone.characters().size();
                for (int written : new int[] {1, size / 2, size}) {
                    Answer rest = ofSecond.generate(request.toBuilder()
                            .setWritten(String.join("", alone.characters().subList(0, written)))
                            .build());

                    assertThat(rest.characters()).isEqualTo(alone.characters().subList(written, size));
                    assertThat(rest.logProbabilities())
                            .isEqualTo(alone.logProbabilities().subList(written, size));
                    assertThat(rest.end()).isEqualTo(alone.end());
                }
                assertThat(alone.snapshots()).hasSizeGreaterThan(size / SNAPSHOT_INTERVAL - 1);
                for (Snapshot snapshot : alone.snapshots()) {
                    int from = Math.toIntExact(snapshot.getIndex());
                    int since = Math.min(from + 3, size);
                    Answer rest = ofSecond.generate(request.toBuilder()
                            .setSnapshot(snapshot)
                            .setWritten(String.join("", alone.characters().subList(from, since)))
                            .build());

                    assertThat(rest.characters()).isEqualTo(alone.characters().subList(since, size));
                    assertThat(rest.logProbabilities())
                            .isEqualTo(alone.logProbabilities().subList(since, size));
                    assertThat(rest.end()).isEqualTo(alone.end());
                }
            }
            others.cancel(null);
        }
    }

    private static List<GenerateRequest> requests() {
        List<GenerateRequest> requests = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            GenerateRequest.Builder request = Caller.request(
                            MODEL.name(), "era uma vez".substring(seed), CHARACTERS, seed)
                    .setLogProbabilities(5)
                    .setSnapshotInterval(SNAPSHOT_INTERVAL)
                    .addStop("abc");
            request.getSamplingBuilder().setTopP(1 - 0.05 * seed).setRepetitionPenalty(1 + 0.1 * seed);
            requests.add(request.build());
        }
        return requests;
    }

    private InferenceProcess start(EmbeddedBroker broker, String name, int threads) throws Exception {
        return InferenceProcess.start(
                Files.createDirectory(directory.resolve(name)),
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "escriba.store", directory.resolve("models").toUri().toString(),
                        "escriba.topics.partitions", "1",
                        "escriba.inference.threads", Integer.toString(threads)));
    }
}
