package io.escriba.local.launcher;

import io.escriba.local.broker.BrokerMain;
import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.process.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The processes of one instance and their settings. Memory limits leave room for what lies outside the heap: PyTorch and
 * ONNX Runtime keep their numbers there, and Kafka leaves its log to the operating system's cache.
 *
 * @param kafka the broker's address, {@code HOST:PORT}
 * @param streamKey the gateway's secret
 */
public record Services(
        Installation installation, InstanceDirectory directory, Ports ports, String kafka, String streamKey) {
    /** The module of the trainer. */
    public static final String TRAINER = "trainer-service";

    /** The module of the gateway. */
    public static final String GATEWAY = "gateway";

    /** The module of the inference service. */
    public static final String INFERENCE = "inference-service";

    private static final String GATEWAY_HEAP = "512m";

    /** A process that has run out of heap may be in any state: it ends, and this is said, instead of its going on. */
    private static final String EXIT_WITHOUT_HEAP = "-XX:+ExitOnOutOfMemoryError";

    /** What escriba.inference.state-memory allows by default, half as much again for all else that lies outside the heap. */
    private static final String INFERENCE_DIRECT_MEMORY = "768m";

    /** A thousand readers take less than a tenth of it. */
    private static final String GATEWAY_DIRECT_MEMORY = "192m";

    /**
     * Ten times Java's own numbers of calls and loops before its slow compiler begins. At a start it would compete with the start
     * itself for the processor; what writes characters passes them within a second.
     */
    private static final List<String> COMPILE_LATER = List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    /** The modules that must have been built. */
    static List<String> modules() {
        return List.of(TRAINER, INFERENCE, GATEWAY);
    }

    /** The broker, on the class path of this launcher. */
    public static Program broker(InstanceDirectory directory, int port) {
        List<String> command = java("384m");
        command.add(EXIT_WITHOUT_HEAP);
        command.add("-XX:+UseSerialGC");
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("-Dlogging.configuration=" + BrokerMain.loggingConfiguration());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(BrokerMain.class.getName());
        command.add(directory.kafka().toString());
        command.add(Integer.toString(port));
        return new Program("broker", command, Map.of(), directory.log("broker"));
    }

    /** Where people find the page. */
    public static URI page(Ports ports) {
        return URI.create("http://" + loopback(ports.gateway()) + "/");
    }

    /** The address of a port of this machine, {@code HOST:PORT}. */
    public static String loopback(int port) {
        return "127.0.0.1:" + port;
    }

    /** All services, each after those that it needs. */
    List<Service> inOrder() {
        List<Service> services = new ArrayList<>();
        services.add(trainer());
        IntStream.range(0, ports.inference().size()).mapToObj(this::inference).forEach(services::add);
        services.add(gateway());
        return services;
    }

    /**
     * The trainer.
     *
     * @param more settings beside those that it must have, as arguments of Java
     */
    public Service trainer(String... more) {
        // It goes on without heap: what takes it is the job, and that ends with the reason. Another process would be
        // given the same job again.
        List<String> settings = new ArrayList<>(
                List.of("-Describa.store=" + store(), "-Describa.trainer.directory=" + directory.trainer()));
        settings.addAll(List.of(more));
        String cache = directory.cache().resolve("djl").toString();
        Map<String, String> environment = Map.of(
                // DJL unpacks PyTorch into its cache, and must neither download another nor tell anyone that it runs.
                "DJL_CACHE_DIR", cache,
                "ENGINE_CACHE_DIR", cache,
                "DJL_OFFLINE", "true",
                "OPT_OUT_TRACKING", "true",
                // PyTorch's threads share the processor with everything else here: one that waits must not spin.
                "OMP_WAIT_POLICY", "passive",
                // Each training has threads of its own; with an arena for each, freed memory would not be used again.
                "MALLOC_ARENA_MAX", "2");
        return service("trainer", TRAINER, "512m", ports.trainer(), loopback(ports.trainer()), settings, environment);
    }

    /**
     * An inference process.
     *
     * @param index of its ports
     * @param more settings beside those that it must have, as arguments of Java
     */
    public Service inference(int index, String... more) {
        Ports.Inference port = ports.inference().get(index);
        String name = ports.inference().size() == 1 ? "inference" : "inference-" + (index + 1);
        List<String> settings = new ArrayList<>(COMPILE_LATER);
        settings.addAll(List.of(
                EXIT_WITHOUT_HEAP,
                // A small heap, most of which is empty: threads of a collector's own only take time from the model's.
                "-XX:+UseSerialGC",
                // Java's own limit is as high as that of the heap.
                "-XX:MaxDirectMemorySize=" + INFERENCE_DIRECT_MEMORY,
                "-Describa.store=" + store(),
                "-Dquarkus.grpc.server.port=" + port.grpc(),
                // Well within the time that a process gets to end.
                "-Describa.inference.drain=5s"));
        settings.addAll(List.of(more));
        // A model that is loaded in place of another is to use its memory. glibc gives large pieces back as soon as
        // they are free only if it is told which ones are large, and lets other threads use small ones only if they
        // share an arena.
        Map<String, String> environment = Map.of("MALLOC_MMAP_THRESHOLD_", "131072", "MALLOC_ARENA_MAX", "2");
        return service(name, INFERENCE, "512m", port.http(), loopback(port.grpc()), settings, environment);
    }

    /** The gateway as it usually runs. */
    public Service gateway() {
        return gateway(GATEWAY_HEAP);
    }

    /**
     * The gateway.
     *
     * @param heap its limit, as Java's {@code -Xmx} takes it
     * @param more settings beside those that it must have, as arguments of Java
     */
    public Service gateway(String heap, String... more) {
        // The same instance every time: Kafka then ends at once what a killed gateway left open.
        List<String> settings = new ArrayList<>(List.of(
                EXIT_WITHOUT_HEAP,
                // As for inference: most of the heap is empty.
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=" + GATEWAY_DIRECT_MEMORY,
                "-Describa.store=" + store(),
                "-Describa.gateway.inference=" + inferenceAddresses(),
                "-Describa.gateway.instance=local"));
        settings.addAll(List.of(more));
        // The key is in the environment, because everyone on the machine may read the arguments of a process.
        Map<String, String> environment = Map.of("ESCRIBA_GATEWAY_STREAM_KEY", streamKey, "MALLOC_ARENA_MAX", "2");
        return service("gateway", GATEWAY, heap, ports.gateway(), loopback(ports.gateway()), settings, environment);
    }

    private String inferenceAddresses() {
        return ports.inference().stream().map(port -> loopback(port.grpc())).collect(Collectors.joining(","));
    }

    private Service service(
            String name,
            String module,
            String heap,
            int http,
            String address,
            List<String> settings,
            Map<String, String> environment) {
        List<String> command = java(heap);
        command.add("-Dkafka.bootstrap.servers=" + kafka);
        command.add("-Dquarkus.http.port=" + http);
        command.addAll(settings);
        command.add("-jar");
        command.add(installation.application(module).toString());
        Program program = new Program(name, command, environment, directory.log(name));
        return new Service(program, address, URI.create("http://" + loopback(http) + "/q/health/ready"));
    }

    private URI store() {
        // The directory may not exist yet, and then toUri leaves out the last slash.
        String uri = directory.models().toUri().toString();
        return URI.create(uri.endsWith("/") ? uri : uri + "/");
    }

    private static List<String> java(String heap) {
        Path java = Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java");
        return new ArrayList<>(List.of(java.toString(), "-Xmx" + heap, "-Dfile.encoding=UTF-8"));
    }
}
