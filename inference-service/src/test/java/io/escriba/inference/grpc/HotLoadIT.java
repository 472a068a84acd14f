package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.escriba.grpc.v1.ServedModel;
import io.escriba.inference.session.TinyGru;
import io.escriba.inference.session.TinyNetwork;
import io.escriba.json.Json;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.model.StateTensor;
import io.escriba.name.Name;
import io.escriba.store.ModelStore;
import io.escriba.vocabulary.Vocabulary;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a model while new versions of it come, or do not come as they should. */
class HotLoadIT {
    private static final Vocabulary TEXT = Vocabulary.of("\nabcdefghijklmnopqrstuvwxyz ãçéí😀");
    private static final Duration SOON = Duration.ofSeconds(60);

    private static Path store;
    private static EmbeddedBroker broker;
    private static InferenceProcess service;
    private static Publisher publisher;
    private static Caller caller;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        store = directory.resolve("models");
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        service = start(directory, "first");
        publisher = new Publisher(broker.bootstrapServers(), store);
        caller = new Caller(service.grpcPort());
    }

    private static InferenceProcess start(Path directory, String name) throws IOException {
        return InferenceProcess.start(
                Files.createDirectory(directory.resolve(name)),
                Map.of(
                        "kafka.bootstrap.servers",
                        broker.bootstrapServers(),
                        "escriba.store",
                        store.toUri().toString(),
                        "escriba.topics.partitions",
                        "1",
                        "escriba.inference.precision.reduced",
                        "int8"));
    }

    @AfterAll
    static void stop() {
        caller.close();
        publisher.close();
        service.close();
        broker.close();
    }

    @Test
    void keepsTheOldVersionServingWhenTheNewFileIsDamaged() throws Exception {
        ModelVersion next = second("damaged");
        byte[] graph = gru(2).onnx();
        URI artifact = publisher.store(next, graph);
        Files.write(Path.of(artifact).resolve(ModelStore.ONNX), Arrays.copyOf(graph, graph.length / 2));

        assertIsRefused(
                next,
                () -> publisher.announce(gru(2).manifest(next), graph, artifact),
                "has " + graph.length / 2 + " bytes but " + graph.length + " were announced");
    }

    @Test
    void keepsTheOldVersionServingWhenAnotherSha256IsAnnounced() throws Exception {
        ModelVersion next = second("mistaken");
        URI artifact = publisher.store(next, gru(2).onnx());

        assertIsRefused(
                next,
                () -> publisher.announce(gru(2).manifest(next), gru(3).onnx(), artifact),
                "sha256",
                "Train the model again, or restore the file.");
    }

    @Test
    void keepsTheOldVersionServingWhenTheNewFileIsNoGraph() throws Exception {
        ModelVersion next = second("shapeless");

        assertIsRefused(
                next,
                () -> publisher.publish(gru(2).manifest(next), new byte[] {1, 2, 3}),
                "ONNX Runtime refuses the graph of model 'shapeless@2'");
    }

    @Test
    void keepsTheOldVersionServingWhenTheInputsAreNotThoseOfTheManifest() throws Exception {
        ModelVersion next = second("mismatched");
        Manifest other = TinyGru.manifest(next, TEXT, List.of(new StateTensor("h0", "h0_next", 7)));

        assertIsRefused(
                next,
                () -> publisher.publish(other, gru(2).onnx()),
                "The graph of model 'mismatched@2' is not what its manifest says.",
                "input 'h0' is FLOAT [1, any, 32] but must be FLOAT [1, any, 7]");
    }

    @Test
    void keepsTheOldVersionServingWhenTheHeapHasNoRoomForTheNewOne() throws Exception {
        ModelVersion next = second("giant");
        String before = text(next.name());
        URI artifact = publisher.store(next, gru(2).onnx());

        publisher.announce(
                new PublishedModel(next.name(), next.version(), artifact, "00", 1L << 30, gru(2).manifest(next)));

        await().atMost(SOON).until(() -> loads("no_memory") > 0);
        assertSaysWhy(
                next,
                "Loading the 1073741824 bytes of its model.onnx takes 1024.0 MiB, 1024.0 MiB of it in one piece, and the heap"
                        + " has room for ",
                "Raise the JVM's -Xmx");
        assertThat(text(next.name())).isEqualTo(before);
        publisher.retire(next.name());
    }

    @Test
    void keepsTheOldVersionServingUntilTheStoreIsBack() throws Exception {
        ModelVersion next = second("away");
        String before = text(next.name());
        URI artifact = publisher.store(next, gru(2).onnx());
        Path elsewhere = store.resolveSibling("elsewhere");
        Files.move(store, elsewhere);
        try {
            publisher.announce(gru(2).manifest(next), gru(2).onnx(), artifact);

            await().atMost(SOON).until(() -> loads("store_away") > 0);
            assertSaysWhy(next, "cannot be read (NoSuchFileException).");
            assertThat(service.log()).contains("'away@1' goes on serving. It is tried again.");
            assertThat(text(next.name())).isEqualTo(before);
        } finally {
            Files.move(elsewhere, store);
        }
        await().atMost(SOON).until(() -> caller.models().contains(next));
        assertThat(text(next.name())).isNotEqualTo(before);
        assertThat(caller.listed(next).orElseThrow().getProblem()).isEmpty();
    }

    @Test
    void servesTheVersionBeforeAfterARestartWhenTheNewestIsGone(@TempDir Path directory) throws Exception {
        ModelVersion next = second("lost");
        String before = text(next.name());
        URI artifact = publisher.store(next, gru(2).onnx());
        Files.delete(Path.of(artifact).resolve(ModelStore.ONNX));
        publisher.announce(gru(2).manifest(next), gru(2).onnx(), artifact);

        try (InferenceProcess restarted = start(directory, "restarted");
                Caller other = new Caller(restarted.grpcPort())) {
            await().atMost(SOON).until(() -> other.models().contains(new ModelVersion(next.name(), 1)));

            assertThat(other.generate(Caller.request(next.name(), "era", 50, 2).build())
                            .text())
                    .isEqualTo(before);
            assertThat(other.listed(next).orElseThrow().getState()).isEqualTo(ServedModel.State.STATE_FAILED);
        }
    }

    @Test
    void keepsAVersionInMemoryForRequestsThatNameIt() throws Exception {
        ModelVersion next = second("pinned");
        ModelVersion first = new ModelVersion(next.name(), 1);
        String before = text(next.name());
        publisher.publish(next, gru(2));
        await().atMost(SOON).until(() -> caller.models().contains(next));
        double loads = loads("loaded");

        String pinned = caller.generate(
                        Caller.request(next.name(), "era", 50, 2).setVersion(1).build())
                .text();

        assertThat(pinned).isEqualTo(before);
        assertThat(loads("loaded")).isEqualTo(loads);
        assertThat(caller.listed(first).orElseThrow().getState()).isEqualTo(ServedModel.State.STATE_LOADED);
        assertThat(service.metric("escriba_model_memory_bytes"))
                .isPositive()
                .isLessThan(service.metric("escriba_model_memory_budget_bytes"));
    }

    @Test
    void computesAModelInThePrecisionThatIsSetForItIfItsLossAllowsThat() throws Exception {
        ModelVersion first = new ModelVersion(new Name("reduced"), 1);
        ModelVersion second = new ModelVersion(first.name(), 2);
        TinyNetwork network = TinyNetwork.recurrent(TinyNetwork.Cell.GRU, TinyNetwork.Input.EMBEDDING, TEXT, 64, 2, 1);
        int[] text = TEXT.encode("era uma vez um gato xadrez\n".repeat(40));

        publisher.publish(network.manifest(first), network.onnx(Map.of(Manifest.HELD_OUT, Json.text(text))));
        await().atMost(SOON).until(() -> caller.models().contains(first));
        publisher.publish(network.manifest(second), network.onnx());
        await().atMost(SOON).until(() -> caller.models().contains(second));

        ServedModel reduced = caller.listed(first).orElseThrow();
        assertThat(reduced.getPrecision()).isEqualTo("int8");
        assertThat(reduced.getPrecisionProblem()).isEmpty();
        ServedModel exact = caller.listed(second).orElseThrow();
        assertThat(exact.getPrecision()).isEqualTo("float32");
        assertThat(exact.getPrecisionProblem()).contains("holds no text on which the loss could be compared");
        assertThat(service.log())
                .contains("Model 'reduced@1' is computed in int8: the loss on 1,079 held-out characters goes from")
                .contains("Model 'reduced@2' is computed in float32, not in int8. " + exact.getPrecisionProblem());
        assertThat(text(first.name()).codePoints()).hasSize(50);
    }

    /** Publishes something. */
    private interface Publication {
        void run() throws Exception;
    }

    /** A version of a model whose first version serves. */
    private static ModelVersion second(String name) throws Exception {
        ModelVersion first = new ModelVersion(new Name(name), 1);
        publisher.publish(first, gru(1));
        await().atMost(SOON).until(() -> caller.models().contains(first));
        return new ModelVersion(first.name(), 2);
    }

    private static void assertIsRefused(ModelVersion version, Publication publication, String... words)
            throws Exception {
        String before = text(version.name());
        double refused = loads("refused");

        publication.run();

        await().atMost(SOON).until(() -> loads("refused") == refused + 1);
        assertThat(text(version.name())).isEqualTo(before);
        assertSaysWhy(version, words);
        assertThatThrownBy(() -> caller.generate(Caller.request(version.name(), "", 10, 1)
                        .setVersion(version.version())
                        .build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION))
                .hasMessageContainingAll(words);
    }

    /** Log and list give the same reason. */
    private static void assertSaysWhy(ModelVersion version, String... words) throws Exception {
        ServedModel listed = caller.listed(version).orElseThrow();
        assertThat(listed.getState()).isEqualTo(ServedModel.State.STATE_FAILED);
        assertThat(listed.getProblem()).contains(words);
        assertThat(service.log())
                .containsOnlyOnce("Model '" + version + "' cannot be loaded. " + listed.getProblem() + " '"
                        + version.name() + "@1' goes on serving.");
    }

    private static String text(Name name) {
        return caller.generate(Caller.request(name, "era", 50, 2).build()).text();
    }

    private static double loads(String outcome) throws Exception {
        return service.metric("escriba_model_loads_total{outcome=\"" + outcome + "\"}");
    }

    private static TinyGru gru(long seed) {
        return new TinyGru(TEXT, 32, seed);
    }
}
