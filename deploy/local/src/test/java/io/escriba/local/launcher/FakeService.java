package io.escriba.local.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.escriba.corpus.Corpus;
import io.escriba.json.Json;
import io.escriba.local.gateway.ServedModel;
import io.escriba.model.Metrics;
import io.escriba.name.Name;
import io.escriba.store.Sha256;
import io.escriba.training.TrainingEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stands for a service in a process of its own: healthy at once, and as a gateway one that keeps texts in a directory and
 * trains in no time. It takes the same settings as the services do.
 */
final class FakeService {
    /** Environment variable: the directory in which the gateway keeps texts. */
    static final String STATE = "FAKE_STATE";

    /** Environment variable: the kind of service that ends with a status of 3 instead of starting. */
    static final String BROKEN = "FAKE_BROKEN";

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Path state;

    private FakeService(Path state) {
        this.state = state;
    }

    public static void main(String[] args) throws IOException {
        String kind = System.getProperty("escriba.gateway.inference") != null
                ? "gateway"
                : System.getProperty("escriba.trainer.directory") != null ? "trainer" : "inference";
        System.out.println("This is the " + kind + ", with ç.");
        if (kind.equals(System.getenv(BROKEN))) {
            System.out.println("It is broken.");
            System.exit(3);
        }
        int port = Integer.getInteger("quarkus.http.port");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> answer(exchange, 200, "{}"));
        if ("gateway".equals(kind)) {
            FakeService gateway = new FakeService(Path.of(Objects.requireNonNull(System.getenv(STATE))));
            server.createContext("/api/corpora", gateway::corpora);
            server.createContext("/api/models", gateway::models);
            server.createContext("/api/training/", gateway::training);
        }
        server.start();
    }

    private void corpora(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/api/corpora".length());
        if (name.isEmpty()) {
            answer(exchange, 200, Json.text(names().stream().map(this::corpus).toList()));
            return;
        }
        Path file = state.resolve(name.substring(1));
        if (exchange.getRequestMethod().equals("POST")) {
            byte[] text = exchange.getRequestBody().readAllBytes();
            if (new String(text, UTF_8).contains("forbidden")) {
                answer(exchange, 422, Json.text(Map.of("detail", "This text is forbidden.")));
                return;
            }
            Files.write(file, text);
            Files.writeString(
                    state.resolveSibling("requests.log"),
                    exchange.getRequestURI() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            answer(
                    exchange,
                    200,
                    Json.text(Map.of(
                            "name",
                            file.getFileName().toString(),
                            "characters",
                            new String(text, UTF_8).codePoints().count(),
                            "bytes",
                            text.length,
                            "job",
                            file.getFileName() + "-0-1")));
        } else if (Files.exists(file)) {
            answer(exchange, 200, Json.text(corpus(file.getFileName().toString())));
        } else {
            answer(exchange, 404, Json.text(Map.of("detail", "There is no such corpus.")));
        }
    }

    private void models(HttpExchange exchange) throws IOException {
        List<ServedModel> models = names().stream()
                .map(name -> new ServedModel(
                        new Name(name), List.of(new ServedModel.Version(7, new Metrics(1, 1.5, 100, 20, 5)))))
                .toList();
        answer(exchange, 200, Json.text(models));
    }

    private void training(HttpExchange exchange) throws IOException {
        String job = exchange.getRequestURI().getPath().substring("/api/training/".length());
        Name model = new Name(job.substring(0, job.indexOf('-')));
        TrainingEvent end = switch (model.value()) {
            case "short" -> new TrainingEvent.Failed(job, model, NOW, "It needs 40 characters.");
            case "unwanted" -> new TrainingEvent.Cancelled(job, model, NOW);
            default -> new TrainingEvent.Completed(job, model, NOW, 7, new Metrics(1, 1.5, 100, 20, 5));
        };
        TrainingEvent sample = new TrainingEvent.Sample(job, model, NOW, 10, 1, "João");
        TrainingEvent step = new TrainingEvent.Step(job, model, NOW, 10, 1, 0.5, 2, Optional.of(2.5), 1000, 0.01);
        StringBuilder events = new StringBuilder();
        for (TrainingEvent event : List.of(sample, step, end)) {
            events.append("event: any\ndata: ").append(Json.text(event)).append("\n\n");
        }
        answer(exchange, 200, events.toString());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Corpus corpus(String name) {
        try {
            byte[] text = Files.readAllBytes(state.resolve(name));
            return new Corpus(
                    new Name(name),
                    text.length,
                    text.length,
                    1,
                    1,
                    0,
                    0,
                    1,
                    true,
                    Optional.of(Sha256.of(text)),
                    NOW,
                    List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
