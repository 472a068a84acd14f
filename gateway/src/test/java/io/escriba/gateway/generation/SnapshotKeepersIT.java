package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.escriba.gateway.FakeInference;
import io.escriba.grpc.v1.FindRequest;
import io.escriba.grpc.v1.FindResponse;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.KeepRequest;
import io.escriba.grpc.v1.KeepResponse;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.grpc.v1.SnapshotsGrpc;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.stork.Stork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways, which know nothing of each other, and three inference services. */
final class SnapshotKeepersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ModelVersion MODEL = new ModelVersion(new Name(FakeInference.REMEMBERS), 1);
    private static final int LEFT = 5_000;
    private static final int LAST_SNAPSHOT = 4 * Continuation.SNAPSHOT_INTERVAL;

    private final List<FakeInference> inferences = new ArrayList<>();
    private final List<Keeper> keepers = new ArrayList<>();
    private final List<Server> started = new ArrayList<>();
    private final List<InferenceServers> gateways = new ArrayList<>();
    private final List<Boolean> sought = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        Stork.initialize();
        for (int i = 0; i < 3; i++) {
            inferences.add(new FakeInference());
            keepers.add(new Keeper());
            started.add(start(0, inferences.get(i), keepers.get(i)));
        }
        Gateways.discover(
                started.stream().map(server -> "127.0.0.1:" + server.getPort()).collect(Collectors.joining(",")));
    }

    @AfterEach
    void stop() {
        gateways.forEach(InferenceServers::close);
        started.forEach(Server::shutdownNow);
        Stork.shutdown();
    }

    @Test
    void aTextGoesOnThroughAnotherGatewayFromItsLastSnapshot() {
        readAndLeave(gateway().resumable(), 1);

        assertThat(rest(gateway().resumable(), 1)).isEqualTo(FakeInference.text(1, LEFT, 2 * LEFT));

        assertThat(resumed().getSkip()).isEqualTo(LEFT);
        assertThat(resumed().getSnapshot().getIndex()).isEqualTo(LAST_SNAPSHOT);
        assertThat(sought).containsExactly(true);
    }

    @Test
    void anotherTextDoesNotGoOnFromIt() {
        readAndLeave(gateway().resumable(), 1);

        assertThat(rest(gateway().resumable(), 2)).isEqualTo(FakeInference.text(2, LEFT, 2 * LEFT));

        assertThat(resumed().hasSnapshot()).isFalse();
        assertThat(sought).containsExactly(false);
    }

    @Test
    void whenItsKeeperHasGoneATextIsWrittenAgain() {
        readAndLeave(gateway().resumable(), 1);
        started.get(keeper().orElseThrow()).shutdownNow();

        assertThat(rest(gateway().resumable(), 1)).isEqualTo(FakeInference.text(1, LEFT, 2 * LEFT));

        assertThat(resumed().hasSnapshot()).isFalse();
    }

    @Test
    void whenAServiceHasComeMeanwhileTheOneBeforeIsAsked() {
        int absent = started.get(0).getPort();
        started.get(0).shutdownNow();
        for (int seed = 0; seed < 12; seed++) {
            readAndLeave(gateway().resumable(), seed);
        }

        started.set(0, startAgain(absent, new FakeInference(), new Keeper()));

        for (int seed = 0; seed < 12; seed++) {
            assertThat(rest(gateway().resumable(), seed)).isEqualTo(FakeInference.text(seed, LEFT, 2 * LEFT));
        }
        assertThat(sought).hasSize(12).containsOnly(true);
    }

    @Test
    void aServiceThatDoesNotAnswerDelaysATextAndNoMore() {
        readAndLeave(gateway().resumable(), 1);
        keepers.forEach(keeper -> keeper.silent = true);

        assertThat(rest(gateway().resumable(), 1)).isEqualTo(FakeInference.text(1, LEFT, 2 * LEFT));

        assertThat(resumed().hasSnapshot()).isFalse();
    }

    @Test
    void servicesOfAnEarlierReleaseWriteAllTheSame() {
        for (int i = 0; i < started.size(); i++) {
            int port = started.get(i).getPort();
            started.get(i).shutdownNow();
            started.set(i, startAgain(port, inferences.get(i)));
        }
        read(gateway().resumable(), 1).cancel();

        assertThat(rest(gateway().resumable(), 1)).isEqualTo(FakeInference.text(1, LEFT, 2 * LEFT));

        assertThat(resumed().hasSnapshot()).isFalse();
    }

    @Test
    void everyServiceKeepsAShare() {
        for (int seed = 0; seed < 40; seed++) {
            readAndLeave(gateway().resumable(), seed);
        }

        assertThat(keepers).allSatisfy(keeper -> assertThat(keeper.texts).isNotEmpty());
        assertThat(keepers.stream().mapToInt(keeper -> keeper.texts.size()).sum())
                .isEqualTo(40);
    }

    @Test
    void ofTextsToWhichNobodyCanComeBackNothingIsKept() {
        read(gateway(), 1).cancel();
        read(gateway().resumable(), 2).cancel();

        await().atMost(PATIENCE).until(() -> keeper().isPresent());
        assertThat(keepers.stream().mapToInt(keeper -> keeper.texts.size()).sum())
                .isEqualTo(1);
    }

    private void readAndLeave(TextGenerator generator, long seed) {
        long before = snapshots();
        read(generator, seed).cancel();
        await().atMost(PATIENCE).until(() -> snapshots() - before == LAST_SNAPSHOT / Continuation.SNAPSHOT_INTERVAL);
    }

    private static AssertSubscriber<Generated> read(TextGenerator generator, long seed) {
        return generator
                .write(text(seed), 0)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(LEFT))
                .awaitItems(LEFT, PATIENCE);
    }

    private static String rest(TextGenerator generator, long seed) {
        StringBuilder text = new StringBuilder();
        generator
                .write(text(seed), LEFT)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE)
                .forEach(generated -> generated.fold(part -> text.append(part.text()), end -> text));
        return text.toString();
    }

    private static TextRequest text(long seed) {
        return new TextRequest(MODEL, "", 2 * LEFT, new Sampling(1, 0, seed));
    }

    /** Of the one that kept something. */
    private Optional<Integer> keeper() {
        return IntStream.range(0, keepers.size())
                .filter(i -> !keepers.get(i).texts.isEmpty())
                .boxed()
                .findFirst();
    }

    private long snapshots() {
        return keepers.stream()
                .flatMap(keeper -> keeper.texts.values().stream())
                .mapToLong(Map::size)
                .sum();
    }

    private GenerateRequest resumed() {
        return inferences.stream()
                .flatMap(inference -> inference.requests().stream())
                .filter(request -> request.getSkip() > 0)
                .findFirst()
                .orElseThrow();
    }

    /** A gateway with connections of its own. */
    private TextGenerator gateway() {
        InferenceServers servers = Gateways.servers();
        gateways.add(servers);
        return Gateways.generator(servers, Gateways.calls(servers, model -> true, PATIENCE, () -> {}), sought::add);
    }

    /** Starts a server where one was, as soon as the system has given its port back. */
    private static Server startAgain(int port, BindableService... services) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> start(port, services), server -> true);
    }

    private static Server start(int port, BindableService... services) throws IOException {
        NettyServerBuilder server =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        for (BindableService service : services) {
            server.addService(service);
        }
        return server.build().start();
    }

    /** Keeps everything. */
    private static final class Keeper extends SnapshotsGrpc.SnapshotsImplBase {
        private final Map<ByteString, NavigableMap<Long, Snapshot>> texts = new ConcurrentHashMap<>();
        private volatile boolean silent;

        @Override
        public void keep(KeepRequest request, StreamObserver<KeepResponse> response) {
            texts.computeIfAbsent(request.getText(), text -> new ConcurrentSkipListMap<>())
                    .put(request.getSnapshot().getIndex(), request.getSnapshot());
            response.onNext(KeepResponse.getDefaultInstance());
            response.onCompleted();
        }

        @Override
        public void find(FindRequest request, StreamObserver<FindResponse> response) {
            if (silent) {
                return;
            }
            FindResponse.Builder answer = FindResponse.newBuilder();
            Optional.ofNullable(texts.get(request.getText()))
                    .map(snapshots -> snapshots.floorEntry(request.getIndex()))
                    .ifPresent(entry -> answer.setSnapshot(entry.getValue()));
            response.onNext(answer.build());
            response.onCompleted();
        }
    }
}
