package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.KafkaProbe;
import io.escriba.local.launcher.Ports;
import io.escriba.local.launcher.Service;
import io.escriba.local.launcher.Services;
import io.escriba.local.port.LoopbackPorts;
import io.escriba.local.process.ChildProcess;
import io.escriba.local.process.ProcessGroup;
import io.escriba.local.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** The processes that a test needs, each of which it may kill and start again. */
final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ProcessGroup group = new ProcessGroup(GRACE);
    private final InstanceDirectory directory;
    private final Ports ports;
    private final Services services;
    private final Services second;
    private final String trainerRoles;
    private final List<String> store;
    private final Function<Member, Map<String, String>> environment;

    /** The processes that may be killed, in the order in which they are started. */
    enum Member {
        BROKER,
        /** A trainer that only counts, where the other one only trains. */
        STATISTICS,
        TRAINER,
        INFERENCE,
        SECOND_INFERENCE,
        GATEWAY,
        /** Shares the key of streams with the other. */
        SECOND_GATEWAY
    }

    private final Map<Member, ChildProcess> running = new EnumMap<>(Member.class);

    private Cluster(
            Path root,
            OptionalInt broker,
            String trainerRoles,
            List<String> store,
            Function<Member, Map<String, String>> environment) {
        this.trainerRoles = trainerRoles;
        this.store = store;
        this.environment = environment;
        this.directory = new InstanceDirectory(root);
        directory.create();
        List<Integer> free = LoopbackPorts.free(9);
        List<Ports.Inference> inference =
                List.of(new Ports.Inference(free.get(3), free.get(4)), new Ports.Inference(free.get(5), free.get(6)));
        this.ports = new Ports(broker.orElse(free.get(0)), free.get(1), free.get(2), inference);
        this.services = services(directory, ports);
        InstanceDirectory other = new InstanceDirectory(root.resolve("second"));
        other.create();
        this.second = services(other, new Ports(ports.broker(), free.get(7), free.get(8), inference));
    }

    private Services services(InstanceDirectory logs, Ports at) {
        return new Services(
                new Installation(Path.of(System.getProperty("escriba.checkout"))),
                logs,
                at,
                kafka(),
                directory.streamKey());
    }

    /** Starts a broker, a trainer that only counts, and a gateway. */
    static Cluster forTexts(Path root) {
        return started(root, "statistics", List.of(), EnumSet.of(Member.BROKER, Member.TRAINER, Member.GATEWAY));
    }

    /** Starts everything, with two inference processes and two gateways. */
    static Cluster forEverything(Path root) {
        return started(root, "statistics,training", List.of(), EnumSet.complementOf(EnumSet.of(Member.STATISTICS)));
    }

    /**
     * Starts one process of each kind, with a model store of its own.
     *
     * @param store its settings, as arguments of Java
     */
    static Cluster withStore(Path root, String... store) {
        return started(
                root,
                "statistics,training",
                List.of(store),
                EnumSet.of(Member.BROKER, Member.TRAINER, Member.INFERENCE, Member.GATEWAY));
    }

    /**
     * One process for each user of a broker that runs already. None is started.
     *
     * @param broker its port
     * @param environment the variables that each is given beside those that it must have
     */
    static Cluster beside(int broker, Path root, Function<Member, Map<String, String>> environment) {
        return new Cluster(root, OptionalInt.of(broker), "training", List.of(), environment);
    }

    private static Cluster started(Path root, String trainerRoles, List<String> store, Set<Member> members) {
        Cluster cluster = new Cluster(root, OptionalInt.empty(), trainerRoles, store, member -> Map.of());
        try {
            members.forEach(member -> cluster.start(member));
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
        return uri(Member.GATEWAY, path);
    }

    /** An address of a process that answers HTTP. */
    URI uri(Member member, String path) {
        return service(member).ready().resolve(path);
    }

    /**
     * Starts a process that does not run and returns when it can be used.
     *
     * @param settings of a trainer or an inference process, as arguments of Java
     */
    void start(Member member, String... settings) {
        launch(member, settings);
        ChildProcess child = running(member);
        await().atMost(PATIENCE)
                .failFast(() -> {
                    if (!child.handle().isAlive()) {
                        throw new AssertionError(child.epitaph());
                    }
                })
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> isReady(member));
    }

    /** Starts a process that does not run. */
    void launch(Member member, String... settings) {
        Program program = member == Member.BROKER
                ? Services.broker(directory, ports.broker())
                : service(member, settings).program();
        Map<String, String> variables = new HashMap<>(program.environment());
        variables.putAll(environment.apply(member));
        running.put(member, group.startTask(new Program(program.name(), program.command(), variables, program.log())));
    }

    /** What a process has written to its log since it was started. */
    String log(Member member) {
        try {
            return Files.readString(running(member).program().log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of a process. */
    int exitStatus(Member member) {
        return running(member)
                .onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitStatus();
    }

    boolean isRunning(Member member) {
        return running(member).handle().isAlive();
    }

    private Service service(Member member, String... settings) {
        return switch (member) {
            case BROKER -> throw new IllegalArgumentException("The broker does not answer HTTP.");
            case STATISTICS -> second.trainer("-Describa.trainer.roles=statistics");
            case TRAINER ->
                services.trainer(withStore(
                        Stream.concat(Stream.of("-Describa.trainer.roles=" + trainerRoles), Stream.of(settings))
                                .toArray(String[]::new)));
            case INFERENCE -> services.inference(0, withStore(settings));
            case SECOND_INFERENCE -> services.inference(1, withStore(settings));
            case GATEWAY -> services.gateway();
            case SECOND_GATEWAY -> second.gateway();
        };
    }

    /** Of two arguments that set the same, Java takes the last. */
    private String[] withStore(String... settings) {
        return Stream.concat(store.stream(), Stream.of(settings)).toArray(String[]::new);
    }

    private boolean isReady(Member member) throws IOException, InterruptedException {
        return member == Member.BROKER
                ? new KafkaProbe(kafka(), Duration.ofSeconds(1)).answers()
                : isUp(service(member).ready());
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

    /** Lets a process stand still as SIGSTOP does: it answers nothing, and closes nothing. */
    void suspend(Member member) throws IOException, InterruptedException {
        signal(member, "STOP");
    }

    /** Lets a process go on that was suspended. */
    void resume(Member member) throws IOException, InterruptedException {
        signal(member, "CONT");
    }

    private void signal(Member member, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "sh",
                        "-c",
                        "kill -" + name + " " + running(member).handle().pid())
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Ends a process as SIGTERM does. */
    void terminate(Member member) {
        group.stop(running(member));
    }

    /** The sum of all samples of a metric. */
    double metric(Member member, String name) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(member, "/q/metrics")))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
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
