package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.FakeInference;
import io.escriba.gateway.TestModels;
import io.escriba.gateway.generation.InferenceServers.Server;
import io.escriba.gateway.model.Catalogs;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.grpc.v1.ScoreResponse;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.grpc.BindableService;
import io.grpc.Status;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InferenceServersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ModelVersion MODEL = new ModelVersion(new Name(FakeInference.LETTERS), 1);

    private final List<io.grpc.Server> started = new ArrayList<>();
    private final AtomicInteger mended = new AtomicInteger();
    private final ModelCatalog catalog = Catalogs.of(TestModels.published(FakeInference.LETTERS, 1, "ab"));

    @BeforeEach
    void initialize() {
        Stork.initialize();
    }

    @AfterEach
    void shutdown() {
        Stork.shutdown();
    }

    @AfterEach
    void stop() {
        started.forEach(io.grpc.Server::shutdownNow);
    }

    @Test
    void choosesTheServerWithTheFewestTexts() {
        try (InferenceServers servers = servers("localhost:1,localhost:2")) {
            Server first = choose(servers);
            Server second = choose(servers);
            assertThat(second.address()).isNotEqualTo(first.address());

            first.done(null);

            assertThat(choose(servers).address()).isEqualTo(first.address());
        }
    }

    @Test
    void avoidsServersWhileThereAreOthers() {
        try (InferenceServers servers = servers("localhost:1,localhost:2")) {
            assertThat(chosen(servers, Set.of("localhost:1")).address()).isEqualTo("localhost:2");
            assertThat(chosen(servers, Set.of("localhost:1")).address()).isEqualTo("localhost:2");
            assertThat(chosen(servers, Set.of("localhost:1", "localhost:2")).address())
                    .isEqualTo("localhost:1");
        }
    }

    @Test
    void setsAServerAsideThatRefusesTexts() {
        try (InferenceServers servers = servers("localhost:1,localhost:2")) {
            Server refusing = choose(servers);
            refusing.done(Status.UNAVAILABLE.asRuntimeException());

            assertThat(List.of(choose(servers).address(), choose(servers).address()))
                    .doesNotContain(refusing.address());
        }
    }

    @Test
    void saysThatNoServerIsFound() {
        try (InferenceServers servers = servers("")) {
            assertThat(status(generator(servers))).isEqualTo(503);
        }
    }

    @Test
    void goesOnWhenAServerComesBack() throws IOException {
        io.grpc.Server server = start(0, new FakeInference());
        int port = server.getPort();
        try (InferenceServers servers = servers(address(server))) {
            TextGenerator generator = generator(servers);
            assertThat(write(generator)).isEqualTo(FakeInference.text(1, 0, 5));

            server.shutdownNow();
            await(503, generator);

            start(port, new FakeInference());
            await(200, generator);
        }
    }

    @Test
    void aTextGoesOnAtAnotherServerFromWhatWasWritten() throws IOException {
        FakeInference first = new FakeInference();
        FakeInference second = new FakeInference();
        io.grpc.Server firstServer = start(0, first);
        io.grpc.Server secondServer = start(0, second);
        try (InferenceServers servers = servers(address(firstServer) + "," + address(secondServer))) {
            AssertSubscriber<Generated> reader =
                    generator(servers).write(text(20_000), 0).subscribe().withSubscriber(AssertSubscriber.create(10));
            reader.awaitItems(10, PATIENCE);
            boolean atFirst = second.requests().isEmpty();

            (atFirst ? firstServer : secondServer).shutdownNow();
            reader.request(Long.MAX_VALUE).awaitCompletion(PATIENCE);

            assertThat(text(reader.getItems())).isEqualTo(FakeInference.text(1, 0, 20_000));
            assertThat(mended.get()).isPositive();
            GenerateRequest rest = (atFirst ? second : first).requests().element();
            assertThat(rest.getSkip()).isGreaterThanOrEqualTo(10);
            assertThat(rest.getWritten()).isEqualTo(FakeInference.text(1, 0, rest.getSkip()));
        }
    }

    @Test
    void aTextWaitsForAServerThatIsStartedAgain() throws IOException {
        io.grpc.Server server = start(0, new FakeInference());
        int port = server.getPort();
        try (InferenceServers servers = servers(address(server))) {
            AssertSubscriber<Generated> reader =
                    generator(servers).write(text(20_000), 3).subscribe().withSubscriber(AssertSubscriber.create(10));
            reader.awaitItems(10, PATIENCE);

            server.shutdownNow();
            reader.request(Long.MAX_VALUE);
            await(503, generator(servers));
            start(port, new FakeInference());
            reader.awaitCompletion(PATIENCE);

            assertThat(text(reader.getItems())).isEqualTo(FakeInference.text(1, 3, 20_000));
        }
    }

    @Test
    void whatOneServerRefusesAnotherWrites() throws IOException {
        List<io.grpc.Server> both =
                List.of(start(0, new Refusing(Status.RESOURCE_EXHAUSTED)), start(0, new FakeInference()));
        try (InferenceServers servers = servers(addresses(both))) {
            TextGenerator generator = generator(servers);

            assertThat(write(generator)).isEqualTo(FakeInference.text(1, 0, 5));
            assertThat(write(generator)).isEqualTo(FakeInference.text(1, 0, 5));
            assertThat(new GrpcTextScorer(calls(servers))
                            .score(MODEL, "", "ab", 0)
                            .await()
                            .atMost(PATIENCE))
                    .hasSize(2);
        }
    }

    @Test
    void saysThatAllAreFullAlsoWhenOneIsAway() throws IOException {
        List<io.grpc.Server> both =
                List.of(start(0, new Refusing(Status.RESOURCE_EXHAUSTED)), start(0, new Refusing(Status.UNAVAILABLE)));
        try (InferenceServers servers = servers(addresses(both))) {
            assertThat(status(generator(servers))).isEqualTo(429);
            assertThat(status(generator(servers))).isEqualTo(429);
        }
    }

    /** Writes again and again, until it comes out so. */
    private static void await(int status, TextGenerator generator) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int last = status(generator);
        while (last != status && System.nanoTime() < deadline) {
            last = status(generator);
        }
        assertThat(last).isEqualTo(status);
    }

    private static int status(TextGenerator generator) {
        try {
            write(generator);
            return 200;
        } catch (ProblemException e) {
            return e.problem().status();
        }
    }

    private static String write(TextGenerator generator) {
        return text(generator.write(text(5), 0).collect().asList().await().atMost(PATIENCE));
    }

    private static String text(List<Generated> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(generated -> generated.fold(part -> text.append(part.text()), end -> text));
        return text.toString();
    }

    private static TextRequest text(long characters) {
        return new TextRequest(MODEL, "", characters, new Sampling(1, 0, 1));
    }

    private static Server choose(InferenceServers servers) {
        return chosen(servers, Set.of());
    }

    private static Server chosen(InferenceServers servers, Set<String> avoided) {
        return servers.choose(avoided).await().indefinitely();
    }

    private TextGenerator generator(InferenceServers servers) {
        return Gateways.generator(servers, calls(servers), found -> {});
    }

    private InferenceCalls calls(InferenceServers servers) {
        return Gateways.calls(servers, catalog::has, PATIENCE, mended::incrementAndGet);
    }

    private static InferenceServers servers(String addresses) {
        Gateways.discover(addresses);
        return Gateways.servers();
    }

    private io.grpc.Server start(int port, BindableService service) throws IOException {
        io.grpc.Server server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(service)
                .build()
                .start();
        started.add(server);
        return server;
    }

    private static String address(io.grpc.Server server) {
        return "127.0.0.1:" + server.getPort();
    }

    private static String addresses(List<io.grpc.Server> servers) {
        return servers.stream().map(InferenceServersIT::address).collect(Collectors.joining(","));
    }

    /** Refuses everything. */
    private static final class Refusing extends GenerationGrpc.GenerationImplBase {
        private final Status status;

        Refusing(Status status) {
            this.status = status;
        }

        @Override
        public void generate(GenerateRequest request, StreamObserver<GenerateResponse> observer) {
            observer.onError(status.asRuntimeException());
        }

        @Override
        public void score(ScoreRequest request, StreamObserver<ScoreResponse> observer) {
            observer.onError(status.asRuntimeException());
        }
    }
}
