package io.escriba.manifests.docker;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A service that was started from what its image has, with its command and its variables and no others. It runs in a
 * directory that stands for the root of the image, as a user without a home who may write everywhere; {@link #strayFiles} tells
 * where it wrote.
 */
final class Container implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final String SEARCHED = "/usr/local/bin:/usr/bin:/bin";
    /** Where a container may write: what a manifest must mount if the rest is read-only. */
    private static final String TMP = "tmp";

    /** Where those may too whose variables name it. */
    private static final String STATE = "var/lib/escriba";

    /** A directory that is not there, as that of the image's user, and that nobody can make. */
    private static final String HOME = "/proc/nonexistent";

    private final Image image;
    private final Path root;
    private final int port;
    private final HttpClient http;
    private final Path log;
    private final Process process;
    private final FileTree before;

    private Container(Image image, Path root, int port, HttpClient http, Path log, Process process, FileTree before) {
        this.image = image;
        this.root = root;
        this.port = port;
        this.http = http;
        this.log = log;
        this.process = process;
        this.before = before;
    }

    /**
     * Lays out an image and starts it.
     *
     * @param directory empty, for it alone
     * @param port of HTTP
     * @param settings variables that the container is given
     */
    static Container start(Image image, Path directory, int port, HttpClient http, Map<String, String> settings)
            throws IOException {
        Path root = Files.createDirectories(directory.resolve("root"));
        Layout.make(image, root);
        for (Path place : writable(image, root)) {
            Files.createDirectories(place);
        }
        FileTree files = FileTree.of(root);
        Path log = directory.resolve("log");
        Process process = builder(image, root, image.command(), port, settings)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Container(image, root, port, http, log, process, files);
    }

    private static ProcessBuilder builder(
            Image image, Path root, List<String> words, int port, Map<String, String> settings) {
        List<String> command = new ArrayList<>(words);
        command.set(0, program(root, words.get(0)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Layout.inside(root, image.directory()).toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", SEARCHED);
        image.environment().forEach((name, value) -> environment.put(name, moved(root, value)));
        environment.putAll(settings);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.merge(
                "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=" + root.resolve(TMP) + " -Duser.home=" + HOME,
                (given, moved) -> given + " " + moved);
        return builder.redirectInput(new File("/dev/null"));
    }

    private static String program(Path root, String name) {
        if (name.equals("java")) {
            return Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                    .toString();
        }
        return Stream.of(SEARCHED.split(File.pathSeparator))
                .map(directory -> Layout.inside(root, directory).resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The image has no program '" + name + "'."))
                .toString();
    }

    /** A path of the image as one of this machine. */
    private static String moved(Path root, String value) {
        return value.startsWith("/") ? Layout.inside(root, value).toString() : value;
    }

    /** What it answers to a request. */
    HttpResponse<String> send(HttpRequest.Builder request, String path) {
        try {
            return http.send(
                    request.uri(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("No answer of the service. " + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What it answers to {@code GET}. */
    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(), path);
    }

    /** Whether the image's own check finds that it can be used. */
    boolean isHealthy() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("The service has ended with status " + process.exitValue() + ". " + log());
        }
        List<String> check = new ArrayList<>(image.healthCheck());
        check.set(check.size() - 1, Integer.toString(port));
        Process healthy = builder(image, root, check, port, Map.of())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return healthy.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS) && healthy.exitValue() == 0;
    }

    /** What was made, written to or deleted where an image with a read-only root cannot. */
    Set<Path> strayFiles() throws IOException {
        Set<Path> stray = FileTree.of(root).changedSince(before);
        stray.removeIf(file -> writable(image, root).stream().anyMatch(file::startsWith));
        return stray;
    }

    /** Its output. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "Its log cannot be read: " + e.getMessage();
        }
    }

    /** Tells it to end, and gives its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The service does not end. " + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static List<Path> writable(Image image, Path root) {
        boolean keepsState =
                image.environment().values().stream().anyMatch(value -> value.startsWith("/" + STATE + "/"));
        return Stream.of(TMP, STATE)
                .filter(place -> keepsState || !place.equals(STATE))
                .map(root::resolve)
                .toList();
    }
}
