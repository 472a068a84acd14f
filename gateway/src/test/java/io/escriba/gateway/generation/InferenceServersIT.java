package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.FakeInference;
import io.escriba.gateway.TestModels;
import io.escriba.gateway.generation.InferenceServers.Server;
import io.escriba.gateway.model.Catalogs;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.grpc.netty.NettyServerBuilder;
import io.smallrye.stork.Stork;
import io.smallrye.stork.api.ServiceDefinition;
import io.smallrye.stork.loadbalancer.requests.LeastRequestsConfiguration;
import io.smallrye.stork.servicediscovery.staticlist.StaticConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InferenceServersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TextRequest REQUEST =
            new TextRequest(new ModelVersion(new Name(FakeInference.LETTERS), 1), "", 5, new Sampling(1, 0, 1));

    private final ModelCatalog catalog = Catalogs.of(TestModels.published(FakeInference.LETTERS, 1, "ab"));

    @BeforeEach
    void initialize() {
        Stork.initialize();
    }

    @AfterEach
    void shutdown() {
        Stork.shutdown();
    }

    @Test
    void choosesTheServerWithTheFewestTexts() {
        try (InferenceServers servers = servers("localhost:1,localhost:2")) {
            Server first = choose(servers);
            Server second = choose(servers);
            assertThat(second.instance().getPort())
                    .isNotEqualTo(first.instance().getPort());

            first.done(null);

            assertThat(choose(servers).instance().getPort())
                    .isEqualTo(first.instance().getPort());
        }
    }

    @Test
    void goesOnWhenAServerComesBack() throws IOException {
        io.grpc.Server server = start(0);
        int port = server.getPort();
        try (InferenceServers servers = servers("127.0.0.1:" + port)) {
            TextGenerator generator = new GrpcTextGenerator(new InferenceCalls(servers, catalog::has));
            assertThat(write(generator)).isEqualTo(FakeInference.text(1, 0, 5));

            server.shutdownNow();
            await(503, generator);

            server = start(port);
            await(200, generator);
        } finally {
            server.shutdownNow();
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
        List<Generated> all =
                generator.write(REQUEST, 0).collect().asList().await().atMost(PATIENCE);
        StringBuilder text = new StringBuilder();
        all.forEach(generated -> generated.fold(part -> text.append(part.text()), end -> text));
        return text.toString();
    }

    private static Server choose(InferenceServers servers) {
        return servers.choose().await().indefinitely();
    }

    private static InferenceServers servers(String addresses) {
        Stork.getInstance()
                .defineIfAbsent(
                        "generation",
                        ServiceDefinition.of(
                                new StaticConfiguration().withAddressList(addresses),
                                new LeastRequestsConfiguration()));
        return new InferenceServers(Stork.getInstance().getService("generation"));
    }

    private static io.grpc.Server start(int port) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(new FakeInference())
                .build()
                .start();
    }
}
