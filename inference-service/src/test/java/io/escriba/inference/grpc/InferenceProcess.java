package io.escriba.inference.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The service as it is deployed: the packaged application in a process of its own. */
final class InferenceProcess implements AutoCloseable {
    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** The most that its heap may have. */
    static final String HEAP = "256m";

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern LIVE_OBJECTS = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*");
    private static final long KIB = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<Integer> PORTS_GIVEN = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final Path log;
    private final int httpPort;
    private final int grpcPort;
    private final HttpClient http = HttpClient.newHttpClient();

    private InferenceProcess(Process process, Path log, int httpPort, int grpcPort) {
        this.process = process;
        this.log = log;
        this.httpPort = httpPort;
        this.grpcPort = grpcPort;
    }

    /**
     * Starts it on free ports and returns when it is ready.
     *
     * @param directory for its log
     * @param settings by their keys
     * @param jvm further options of Java
     */
    static InferenceProcess start(Path directory, Map<String, String> settings, String... jvm) throws IOException {
        InferenceProcess started = begin(directory, settings, jvm);
        started.await(started::isReady);
        return started;
    }

    /**
     * Starts it on free ports and returns when it says whether it is ready.
     *
     * @param jvm further options of Java
     */
    static InferenceProcess begin(Path directory, Map<String, String> settings, String... jvm) throws IOException {
        int httpPort = freePort();
        int grpcPort = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + HEAP);
        command.addAll(List.of(jvm));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-Dquarkus.http.port=" + httpPort);
        command.add("-Dquarkus.grpc.server.port=" + grpcPort);
        command.add("-jar");
        command.add(APPLICATION.toString());
        Path log = directory.resolve("inference.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // As the launcher does.
        builder.environment().putAll(Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_MMAP_THRESHOLD_", "131072"));
        Process process = builder.start();
        InferenceProcess begun = new InferenceProcess(process, log, httpPort, grpcPort);
        begun.await(() -> begun.get("/q/health/ready").statusCode() > 0);
        return begun;
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast("the process ends: see " + log, () -> !process.isAlive())
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(condition);
    }

    /** A port that nobody listens at. The system may offer one again until somebody does, so each is given once. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (PORTS_GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    /** Where gRPC is served. */
    int grpcPort() {
        return grpcPort;
    }

    boolean isReady() throws IOException, InterruptedException {
        return get("/q/health/ready").statusCode() == 200;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + httpPort + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The value of a series as Prometheus reads it. */
    double metric(String series) throws IOException, InterruptedException {
        return Optional.ofNullable(metrics().get(series))
                .orElseThrow(() -> new AssertionError("There is no metric " + series + "."));
    }

    /** The values of all series, read at once. */
    Map<String, Double> metrics() throws IOException, InterruptedException {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))));
    }

    /** Streams that have a place, whatever they do in it. */
    double streams() throws IOException, InterruptedException {
        Map<String, Double> metrics = metrics();
        return Stream.of("running", "waiting", "paused")
                .mapToDouble(state -> Objects.requireNonNull(metrics.get("escriba_streams_" + state)))
                .sum();
    }

    /** Bytes of memory that it occupies when there is no garbage in its heap, as Linux tells it (proc(5)). */
    long residentMemory() throws IOException {
        liveHeap();
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return KIB * number(RESIDENT, Files.readAllLines(status));
    }

    /** The bytes of all objects that are alive; the others are collected first. */
    long liveHeap() throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process tool = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = tool.inputReader(UTF_8)) {
            return number(LIVE_OBJECTS, lines.lines().toList());
        }
    }

    private static long number(Pattern line, List<String> lines) {
        return lines.stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + line + " in " + lines));
    }

    /** Everything it has logged. */
    String log() throws IOException {
        return Files.readString(log, UTF_8);
    }

    /** Tells it to stop, as SIGTERM does. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    void awaitExit() {
        Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        terminate();
        try {
            awaitExit();
        } finally {
            process.destroyForcibly();
        }
    }
}
