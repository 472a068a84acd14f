package io.escriba.bench.instance;

import io.escriba.local.CommandException;
import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.KafkaProbe;
import io.escriba.local.launcher.Ports;
import io.escriba.local.launcher.Readiness;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A broker and services around it, for a benchmark to measure, on free ports and in a directory of their own. Closing it stops
 * every process and deletes the directory; so does the end of this process, however it comes.
 */
public final class BenchInstance implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(1);
    private static final Duration TOOL_PATIENCE = Duration.ofMinutes(1);
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    /** How exactly a condition is timed that is waited for. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final InstanceDirectory directory;
    private final Ports ports;
    private final Services services;
    private final Services second;
    private final ProcessGroup group = new ProcessGroup(GRACE);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Readiness readiness = new Readiness(group, http);
    private final List<ChildProcess> lasting = new ArrayList<>();
    private final List<PeakMemory> peaks = new CopyOnWriteArrayList<>();
    private boolean closed;

    private BenchInstance(Installation installation, InstanceDirectory directory, int inferenceProcesses) {
        this.directory = directory;
        Queue<Integer> free = new ArrayDeque<>(LoopbackPorts.free(4 + 2 * inferenceProcesses));
        this.ports = new Ports(
                free.remove(),
                free.remove(),
                free.remove(),
                Stream.generate(() -> new Ports.Inference(free.remove(), free.remove()))
                        .limit(inferenceProcesses)
                        .toList());
        String key = directory.streamKey();
        this.services = new Services(installation, directory, ports, kafka(), key);
        // Where the second gateway's log does not get into the way of the first one's.
        InstanceDirectory beside = new InstanceDirectory(directory.root().resolve("second"));
        this.second = new Services(
                installation,
                beside,
                new Ports(ports.broker(), free.remove(), ports.trainer(), ports.inference()),
                kafka(),
                key);
    }

    /**
     * Starts the broker, for services of which one of each kind is enough.
     *
     * @param installation whose services are measured
     * @param modules of the services that will be started
     * @param parent in which the directory is made
     * @throws CommandException when something is not built or does not start
     */
    public static BenchInstance start(Installation installation, List<String> modules, Path parent)
            throws InterruptedException {
        return start(installation, modules, parent, 1);
    }

    /**
     * Starts the broker.
     *
     * @param installation whose services are measured
     * @param modules of the services that will be started
     * @param parent in which the directory is made
     * @param inferenceProcesses how many there can be at the same time
     * @throws CommandException when something is not built or does not start
     */
    public static BenchInstance start(
            Installation installation, List<String> modules, Path parent, int inferenceProcesses)
            throws InterruptedException {
        installation.requireBuilt(modules);
        BenchInstance instance = new BenchInstance(installation, newDirectory(parent), inferenceProcesses);
        Runtime.getRuntime().addShutdownHook(new Thread(instance::close, "stop"));
        try {
            instance.startBroker();
            return instance;
        } catch (RuntimeException | InterruptedException e) {
            instance.close();
            throw e;
        }
    }

    /** The broker's address, {@code HOST:PORT}. */
    public String kafka() {
        return Services.loopback(ports.broker());
    }

    /** A file in the instance's directory, to be used freely. */
    public Path file(String name) {
        return directory.root().resolve(name);
    }

    /** The directory in which inference services look for models. */
    public Path models() {
        return directory.models();
    }

    /** Starts a trainer that has the role of statistics only, and returns when it is ready. */
    public void startStatistics() throws InterruptedException {
        lasting.add(start(services.trainer("-Describa.trainer.roles=statistics")));
    }

    /** Where the inference services give health and metrics, {@code HOST:PORT}, in the order of their numbers. */
    public List<String> inferenceMetrics() {
        return ports.inference().stream()
                .map(port -> Services.loopback(port.http()))
                .toList();
    }

    /**
     * Starts a program that belongs to no service, and returns when it is ready. It is stopped with the instance.
     *
     * @param ready an address that answers with status 200 from then on
     */
    public void start(Program program, URI ready) throws InterruptedException {
        ChildProcess child = group.start(program);
        lasting.add(child);
        readiness.await(child, readiness.health(ready));
    }

    /**
     * Starts the first inference service, and returns when it is ready. Only one can run at a time.
     *
     * @param more settings beside those that {@code deploy/local/up} gives it, as arguments of Java
     */
    public RunningInference startInference(String... more) throws InterruptedException {
        return startInference(0, more);
    }

    /**
     * Starts an inference service, and returns when it is ready. Only one of each number can run at a time.
     *
     * @param index its number, from 0
     * @param more settings beside those that {@code deploy/local/up} gives it, as arguments of Java
     */
    public RunningInference startInference(int index, String... more) throws InterruptedException {
        Service inference = services.inference(index, more);
        Readiness.Probe ready = readiness.health(inference.ready());
        long begin = System.nanoTime();
        ChildProcess child = group.start(inference.program());
        await("That the inference service is ready", START_PATIENCE, ready::answers);
        Duration startup = Duration.ofNanos(System.nanoTime() - begin);
        int port = ports.inference().get(index).grpc();
        return new RunningInference(new RunningService(this, child, inference.ready(), http), port, startup);
    }

    /** Starts the gateway as it usually runs, and returns when it is ready. Only one can run at a time. */
    public RunningGateway startGateway() throws InterruptedException {
        return startGateway(services, services.gateway());
    }

    /**
     * Starts the gateway, and returns when it is ready. Only one can run at a time.
     *
     * @param heap its limit, as Java's {@code -Xmx} takes it
     * @param more settings beside those that {@code deploy/local/up} gives it, as arguments of Java
     */
    public RunningGateway startGateway(String heap, String... more) throws InterruptedException {
        return startGateway(services, services.gateway(heap, more));
    }

    /** Starts a gateway beside the first, which knows the same streams, and returns when it is ready. */
    public RunningGateway startSecondGateway() throws InterruptedException {
        return startGateway(second, second.gateway());
    }

    /**
     * Starts a trainer as it usually runs, and returns without waiting for it. Only one can run at a time, and none beside the
     * one of statistics.
     */
    public RunningTrainer startTrainer() {
        return new RunningTrainer(this, group.start(services.trainer().program()));
    }

    /**
     * Runs a program to its end.
     *
     * @throws CommandException when it fails or takes too long, or a process of the instance dies meanwhile
     */
    public void run(Program program, Duration limit) throws InterruptedException {
        ChildProcess task = group.startTask(program);
        CompletableFuture<ChildProcess> end = task.onExit();
        await("The end of the " + program.name(), limit, end::isDone);
        if (task.exitStatus() != 0) {
            throw new CommandException(task.epitaph());
        }
    }

    /**
     * Waits until a condition holds, which is asked every 10 ms.
     *
     * @param what it says, in words
     * @throws CommandException when it takes too long, or a process of the instance dies meanwhile
     */
    public void await(String what, Duration limit, Condition condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            Optional<ChildProcess> dead = group.awaitDeath(PAUSE);
            if (dead.isPresent()) {
                throw new CommandException(dead.get().epitaph());
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new CommandException(what + " has not come after " + limit.toSeconds() + " s.");
            }
        }
    }

    /** Something that may come true. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it has. */
        boolean holds() throws InterruptedException;
    }

    /** The peaks of all processes: of those that run, up to now, and of those that have come and gone. */
    public List<PeakMemory> peakMemory() {
        return Stream.concat(lasting.stream().map(PeakMemory::of), peaks.stream())
                .toList();
    }

    /** Stops every process, the newest first, and deletes the directory. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        group.close();
        delete(directory.root());
    }

    /** Stops a process and keeps its peak. */
    void stop(ChildProcess child) {
        peaks.add(PeakMemory.of(child));
        group.stop(child);
    }

    /** Ends a process at once. */
    void kill(ChildProcess child) {
        peaks.add(PeakMemory.of(child));
        group.kill(child);
    }

    private void startBroker() throws InterruptedException {
        ChildProcess broker = group.start(Services.broker(directory, ports.broker()));
        lasting.add(broker);
        readiness.await(broker, new KafkaProbe(kafka(), BROKER_PATIENCE)::answers);
    }

    private RunningGateway startGateway(Services of, Service gateway) throws InterruptedException {
        RunningService running = new RunningService(this, start(gateway), gateway.ready(), http);
        return new RunningGateway(running, Services.page(of.ports()), http);
    }

    private ChildProcess start(Service service) throws InterruptedException {
        ChildProcess child = group.start(service.program());
        readiness.await(child, readiness.health(service.ready()));
        return child;
    }

    /** Runs a tool of the JDK on a process, and gives the lines that it says. */
    List<String> runJdkTool(String tool, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", tool).toString());
        command.addAll(List.of(arguments));
        Path log = directory.log(tool);
        run(new Program(tool, command, Map.of(), log), TOOL_PATIENCE);
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new CommandException("What " + tool + " says cannot be read: " + e.getMessage(), e);
        }
    }

    private static InstanceDirectory newDirectory(Path parent) {
        try {
            return new InstanceDirectory(Files.createTempDirectory(parent, "escriba-bench"));
        } catch (IOException e) {
            throw new CommandException(
                    "No directory can be made in '" + parent + "' (" + e.getMessage() + "). Choose another with --dir.",
                    e);
        }
    }

    private static void delete(Path root) {
        try (Stream<Path> tree = Files.walk(root)) {
            // What is in a directory goes before it.
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("'" + root + "' cannot be deleted: " + e.getMessage(), e);
        }
    }
}
