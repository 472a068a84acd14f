package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.FakeInference;
import io.escriba.gateway.generation.InferenceServers.Server;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.grpc.netty.NettyServerBuilder;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.stork.Stork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inference services that come and go behind a name. All have one port, as behind a headless service. */
final class DnsDiscoveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final ModelVersion MODEL = new ModelVersion(new Name(FakeInference.LETTERS), 1);

    private final List<io.grpc.Server> started = new ArrayList<>();
    private final NameServer dns = new NameServer("inference.test");

    @BeforeEach
    void initialize() {
        Stork.initialize();
    }

    @AfterEach
    void stop() {
        Stork.shutdown();
        started.forEach(io.grpc.Server::shutdownNow);
        dns.close();
    }

    @Test
    void textsGoToTheServersThatTheNameHasNow() throws IOException {
        FakeInference third = new FakeInference();
        int port = start(1, 0, new FakeInference());
        start(2, port, new FakeInference());
        dns.answer(List.of(host(1), host(2)));
        try (InferenceServers servers = servers(port)) {
            assertThat(chosen(servers, 4)).containsExactlyInAnyOrder(at(1, port), at(2, port));

            AssertSubscriber<Generated> reader =
                    generator(servers).write(text(20_000), 0).subscribe().withSubscriber(AssertSubscriber.create(10));
            reader.awaitItems(10, PATIENCE);
            start(3, port, third);
            dns.answer(List.of(host(1), host(2), host(3)));
            await(servers, Set.of(at(1, port), at(2, port), at(3, port)));
            assertThat(chosen(servers, 3)).contains(at(3, port));
            List<AssertSubscriber<Generated>> more = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                more.add(generator(servers)
                        .write(text(20_000), 0)
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(10)));
            }
            more.forEach(text -> text.awaitItems(10, PATIENCE));
            assertThat(third.requests()).isNotEmpty();

            dns.answer(List.of(host(3)));
            await(servers, Set.of(at(3, port)));
            assertThat(chosen(servers, 6)).containsExactly(at(3, port));

            // What runs elsewhere goes on there.
            reader.request(Long.MAX_VALUE).awaitCompletion(PATIENCE);
            more.forEach(text -> text.request(Long.MAX_VALUE).awaitCompletion(PATIENCE));
        }
    }

    @Test
    void serversStayKnownWhileDnsIsAway() throws IOException {
        int port = start(1, 0, new FakeInference());
        dns.answer(List.of(host(1)));
        try (InferenceServers servers = servers(port)) {
            await(servers, Set.of(at(1, port)));

            dns.answer(List.of());
            long deadline = System.nanoTime() + REFRESH.multipliedBy(3).toNanos();
            while (System.nanoTime() < deadline) {
                assertThat(addresses(servers)).containsExactly(at(1, port));
            }
        }
    }

    /** The servers of so many calls that are under way at the same time. */
    private static Set<String> chosen(InferenceServers servers, int calls) {
        List<Server> chosen = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            chosen.add(servers.choose(Set.of()).await().atMost(PATIENCE));
        }
        Set<String> addresses = new HashSet<>();
        chosen.forEach(server -> {
            addresses.add(server.address());
            server.done(null);
        });
        return addresses;
    }

    private static void await(InferenceServers servers, Set<String> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<String> found = addresses(servers);
        while (!found.equals(expected) && System.nanoTime() < deadline) {
            found = addresses(servers);
        }
        assertThat(found).isEqualTo(expected);
    }

    private static Set<String> addresses(InferenceServers servers) {
        return servers.addresses().await().atMost(PATIENCE);
    }

    private InferenceServers servers(int port) {
        InferenceDiscovery discovery =
                new InferenceDiscovery("dns:inference.test:" + port, REFRESH, List.of(dns.address()));
        Gateways.discover(discovery.definition());
        return Gateways.servers();
    }

    private static TextGenerator generator(InferenceServers servers) {
        return Gateways.generator(servers, Gateways.calls(servers, model -> true, PATIENCE, () -> {}), found -> {});
    }

    private static TextRequest text(long characters) {
        return new TextRequest(MODEL, "", characters, new Sampling(1, 0, 1));
    }

    private int start(int host, int port, FakeInference inference) throws IOException {
        io.grpc.Server server = NettyServerBuilder.forAddress(new InetSocketAddress(host(host), port))
                .addService(inference)
                .build()
                .start();
        started.add(server);
        return server.getPort();
    }

    private static InetAddress host(int number) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) number});
    }

    private static String at(int host, int port) {
        return "127.0.0." + host + ":" + port;
    }
}
