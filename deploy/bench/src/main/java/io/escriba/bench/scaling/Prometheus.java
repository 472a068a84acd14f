package io.escriba.bench.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.bench.instance.BenchInstance;
import io.escriba.json.Json;
import io.escriba.local.CommandException;
import io.escriba.local.port.LoopbackPorts;
import io.escriba.local.process.Program;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A Prometheus that scrapes inference processes, with the label that Kubernetes gives them. It ends with the instance. */
final class Prometheus {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Until a scrape that a busy process has missed is made good, and the first one at the start. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int OK = 200;
    private static final String NAME = "prometheus";

    private final BenchInstance instance;
    private final URI base;
    private final HttpClient http;

    private Prometheus(BenchInstance instance, URI base, HttpClient http) {
        this.instance = instance;
        this.base = base;
        this.http = http;
    }

    /**
     * Starts one with no data.
     *
     * @param interval between two scrapes, and from one evaluation to the next
     * @throws CommandException when there is none on this machine, or it does not start
     */
    static Prometheus start(BenchInstance instance, HttpClient http, Duration interval) throws InterruptedException {
        Path program = find();
        Path configuration = instance.file("prometheus.yml");
        try {
            Files.writeString(configuration, configuration(instance.inferenceMetrics(), interval));
        } catch (IOException e) {
            throw new CommandException("'" + configuration + "' cannot be written: " + e.getMessage(), e);
        }
        String address = "127.0.0.1:" + LoopbackPorts.free(1).iterator().next();
        URI base = URI.create("http://" + address + "/");
        instance.start(
                new Program(
                        NAME,
                        List.of(
                                program.toString(),
                                "--config.file=" + configuration,
                                "--storage.tsdb.path=" + instance.file("prometheus-data"),
                                "--web.listen-address=" + address,
                                "--log.level=warn"),
                        Map.of(),
                        instance.file("prometheus.log")),
                base.resolve("/-/ready"));
        return new Prometheus(instance, base, http);
    }

    /** Targets that do not run yet are asked too, and are away. */
    static String configuration(List<String> targets, Duration interval) {
        return """
            global:
              scrape_interval: %1$dms
              scrape_timeout: %1$dms
            scrape_configs:
              - job_name: inference
                metrics_path: /q/metrics
                static_configs:
                  - targets: %2$s
                    labels: {namespace: escriba}
            """.formatted(interval.toMillis(), Json.text(targets));
    }

    /**
     * The value of a query now. Where there is none nothing is decided, as by an autoscaler: it is waited for.
     *
     * @throws CommandException when Prometheus does not answer, gives several values, or none for half a minute
     */
    double value(String query) throws InterruptedException {
        List<Double> found = new ArrayList<>(1);
        instance.await("A value of the query '" + query + "'", SILENCE, () -> {
            ask(query).ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private OptionalDouble ask(String query) throws InterruptedException {
        URI uri = base.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new CommandException(
                        "Prometheus does not understand the query '" + query + "': " + answer.body());
            }
            return value(query, Json.parse(answer.body()).at("/data/result"));
        } catch (IOException e) {
            throw new CommandException("Prometheus at " + base + " does not answer: " + e, e);
        }
    }

    /** The only value of an answer; none, if nothing is known of what the query asks for. */
    static OptionalDouble value(String query, JsonNode result) {
        if (result.size() > 1) {
            throw new CommandException("The query '" + query + "' gives " + result.size()
                    + " values. Sum them up, as KEDA takes only one.");
        }
        return result.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(result.path(0).path("value").path(1).asDouble());
    }

    private static Path find() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, NAME))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        "There is no Prometheus on the PATH. Install it, as by apt-get install prometheus."));
    }
}
