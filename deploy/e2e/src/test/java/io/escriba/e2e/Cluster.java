package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.KafkaProbe;
import io.escriba.local.launcher.Ports;
import io.escriba.local.launcher.Services;
import io.escriba.local.port.LoopbackPorts;
import io.escriba.local.process.ChildProcess;
import io.escriba.local.process.ProcessGroup;
import io.escriba.local.process.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A broker, a trainer of statistics and a gateway, each of which a test may kill and start again. */
final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ProcessGroup group = new ProcessGroup(GRACE);
    private final InstanceDirectory directory;
    private final Ports ports;
    private final Services services;

    /** The processes that may be killed. */
    enum Member {
        BROKER,
        TRAINER,
        GATEWAY
    }

    private final Map<Member, ChildProcess> running = new EnumMap<>(Member.class);

    private Cluster(Path root) {
        this.directory = new InstanceDirectory(root);
        directory.create();
        List<Integer> free = LoopbackPorts.free(5);
        this.ports = new Ports(
                free.get(0), free.get(1), free.get(2), List.of(new Ports.Inference(free.get(3), free.get(4))));
        this.services = new Services(
                new Installation(Path.of(System.getProperty("escriba.checkout"))),
                directory,
                ports,
                kafka(),
                directory.streamKey());
    }

    static Cluster start(Path root) {
        Cluster cluster = new Cluster(root);
        try {
            for (Member member : Member.values()) {
                cluster.start(member);
            }
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    String kafka() {
        return Services.loopback(ports.broker());
    }

    URI uri(String path) {
        return Services.page(ports).resolve(path);
    }

    /** Starts a process that does not run and returns when it can be used. */
    void start(Member member) {
        ChildProcess child = group.startTask(program(member));
        running.put(member, child);
        await().atMost(PATIENCE)
                .failFast(() -> {
                    if (!child.handle().isAlive()) {
                        throw new AssertionError(child.epitaph());
                    }
                })
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> isReady(member));
    }

    private Program program(Member member) {
        return switch (member) {
            case BROKER -> Services.broker(directory, ports.broker());
            case TRAINER ->
                services.trainer("-Describa.trainer.roles=statistics").program();
            case GATEWAY -> services.gateway().program();
        };
    }

    private boolean isReady(Member member) throws IOException, InterruptedException {
        return switch (member) {
            case BROKER -> new KafkaProbe(kafka(), Duration.ofSeconds(1)).answers();
            case TRAINER -> isUp(services.trainer().ready());
            case GATEWAY -> isUp(services.gateway().ready());
        };
    }

    private boolean isUp(URI ready) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private ChildProcess running(Member member) {
        return Objects.requireNonNull(running.get(member), () -> member + " was never started");
    }

    /** Ends a process as SIGKILL does. */
    void kill(Member member) {
        ChildProcess child = running(member);
        assertThat(child.handle().destroyForcibly()).isTrue();
        child.onExit().join();
    }

    /** Ends a process as SIGTERM does. */
    void terminate(Member member) {
        group.stop(running(member));
    }

    /** The answer to a request, whatever its status. */
    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        group.close();
    }
}
