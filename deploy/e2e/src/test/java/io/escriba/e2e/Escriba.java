package io.escriba.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An instance that {@code deploy/local/up} started, seen through HTTP. */
final class Escriba implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;
    private final int port;

    private Escriba(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Starts everything, with its state in this directory, and returns when it is ready. */
    static Escriba up(Path directory, Object... options) {
        return upOn(freePort(), directory, options);
    }

    /** Starts what was stopped, with what it had on disk and on the port that it had. */
    Escriba again() {
        return upOn(port, directory);
    }

    private static Escriba upOn(int port, Path directory, Object... options) {
        Escriba escriba = new Escriba(directory, port);
        List<Object> arguments = new ArrayList<>(List.of("--detach", "--dir", directory, "--port", port));
        arguments.addAll(List.of(options));
        Command up = Command.local("up", arguments.toArray());
        assertThat(up.status()).as(up.out() + up.err()).isZero();
        assertThat(up.out()).contains("http://127.0.0.1:" + escriba.port + "/");
        return escriba;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("There is no free port.", e);
        }
    }

    Path directory() {
        return directory;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Stops everything; what is on disk stays. */
    @Override
    public void close() {
        Command down = Command.local("down", "--dir", directory);
        assertThat(down.status()).as(down.out() + down.err()).isZero();
    }

    /** What {@code deploy/local/status} prints. */
    String status() {
        Command status = Command.local("status", "--dir", directory);
        assertThat(status.status()).as(status.err()).isZero();
        return status.out();
    }

    /** Where a process listens, {@code HOST:PORT}. */
    String address(String process) {
        return status().lines()
                .map(line -> line.strip().split(" +"))
                .filter(columns -> columns[0].equals(process))
                .map(columns -> columns[2])
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + process + " in: " + status()));
    }

    /** The ids of all jobs of a model. */
    List<String> jobsOf(String model) {
        List<String> jobs = new ArrayList<>();
        for (JsonNode job : get("/api/training")) {
            if (job.get("model").asText().equals(model)) {
                jobs.add(job.get("id").asText());
            }
        }
        return jobs;
    }

    /** The id of the first job of a model, which may not have been triggered yet. */
    String awaitJobOf(String model) {
        return await().atMost(Duration.ofMinutes(1))
                .until(() -> jobsOf(model), jobs -> !jobs.isEmpty())
                .get(0);
    }

    /** An answer to a request that should succeed. */
    JsonNode get(String path) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path)).build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    HttpResponse<String> post(String path, String body) {
        return post(path, body.getBytes(UTF_8));
    }

    HttpResponse<String> post(String path, byte[] body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new AssertionError(request + " was not answered.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("This is no JSON: " + text, e);
        }
    }

    /** Publishes a text and returns the job that trains on it. */
    String publish(String corpus, String text, String spec) {
        HttpResponse<String> answer = post("/api/corpora/" + corpus + "?spec=" + URLEncoder.encode(spec, UTF_8), text);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return json(answer.body()).get("job").asText();
    }

    /** Follows a job from its start to its last event. */
    List<Event> follow(String job) {
        return events("/api/training/" + job, event -> false);
    }

    /** Creates a stream and returns the answer. */
    JsonNode stream(String request) {
        HttpResponse<String> answer = post("/api/streams", request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer.body());
    }

    /** Reads a stream from its beginning to its end. */
    List<Event> read(String id) {
        return events("/api/streams/" + id, event -> event.name().equals("end"));
    }

    /** Reads server-sent events until the server ends them, or up to the first that is the last. */
    List<Event> events(String path, Predicate<Event> isLast, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(3));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<Stream<String>> answer = http.send(request.build(), BodyHandlers.ofLines());
            assertThat(answer.statusCode()).isEqualTo(200);
            try (Stream<String> lines = answer.body()) {
                return Event.parse(lines.iterator(), isLast);
            }
        } catch (IOException e) {
            throw new AssertionError(path + " broke off.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }

    /** A server-sent event. */
    record Event(String name, String id, JsonNode data) {
        private static List<Event> parse(Iterator<String> lines, Predicate<Event> isLast) {
            List<Event> events = new ArrayList<>();
            String name = "message";
            String id = "";
            StringBuilder data = new StringBuilder();
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.isEmpty() && !data.isEmpty()) {
                    Event event = new Event(name, id, json(data.toString()));
                    events.add(event);
                    if (isLast.test(event)) {
                        return events;
                    }
                    name = "message";
                    data.setLength(0);
                } else if (line.startsWith("event:")) {
                    name = line.substring("event:".length()).strip();
                } else if (line.startsWith("id:")) {
                    id = line.substring("id:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()));
                }
            }
            return events;
        }

        static String text(List<Event> events) {
            StringBuilder text = new StringBuilder();
            events.stream()
                    .filter(event -> event.name().equals("text"))
                    .forEach(event -> text.append(event.data().get("text").asText()));
            return text.toString();
        }
    }
}
