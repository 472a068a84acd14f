package io.escriba.manifests.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.local.port.LoopbackPorts;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import io.escriba.manifests.ServiceModule;
import io.escriba.manifests.monitoring.Monitoring;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(Lifecycle.PER_CLASS)
class AssembledServicesIT {
    private static final Path SCALING = Checkout.ROOT.resolve("deploy/kubernetes/overlays/production/scaling.yaml");
    private static final Pattern METRIC = Pattern.compile("escriba_[a-z_]+");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TINY_TRAINING =
            "{\"architecture\":\"gru\",\"hiddenSize\":8,\"layers\":1,\"sequenceLength\":8,\"batchSize\":2,\"steps\":5}";
    private static final int STOPPED_BY_SIGTERM = 143;

    private final Map<ServiceModule, Container> containers = new EnumMap<>(ServiceModule.class);
    private EmbeddedBroker broker;
    private SpanReceiver collector;
    private String key;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        key = Secrets.makeIn(Files.createDirectories(directory.resolve("secrets")));
        collector = SpanReceiver.start();
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        Queue<Integer> ports = new ArrayDeque<>(LoopbackPorts.free(4));
        int grpc = ports.remove();
        HttpClient http = HttpClient.newHttpClient();
        for (ServiceModule service : ServiceModule.values()) {
            Map<String, String> settings = new HashMap<>();
            settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            settings.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
            settings.put("QUARKUS_OTEL_SDK_DISABLED", "false");
            settings.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
            settings.put("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
            settings.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "0.2s");
            settings.put("QUARKUS_LOG_CATEGORY__IO_ESCRIBA__LEVEL", "DEBUG");
            if (service == ServiceModule.GATEWAY) {
                settings.put("ESCRIBA_GATEWAY_INFERENCE", "127.0.0.1:" + grpc);
                settings.put(
                        "QUARKUS_CONFIG_LOCATIONS",
                        directory.resolve("secrets/gateway.properties").toString());
            } else {
                settings.put(
                        "ESCRIBA_STORE", directory.resolve("models").toUri().toString());
            }
            if (service == ServiceModule.INFERENCE) {
                settings.put("QUARKUS_GRPC_SERVER_PORT", Integer.toString(grpc));
            }
            containers.put(
                    service,
                    Container.start(
                            Image.of(service), directory.resolve(service.directory()), ports.remove(), http, settings));
        }
        for (Container container : containers.values()) {
            await().atMost(PATIENCE).until(container::isHealthy);
        }
    }

    /** They end as they are told to, and have written nowhere but where a container with a read-only root may. */
    @AfterAll
    void stop() throws Exception {
        try {
            for (Container container : containers.values()) {
                assertThat(container.stop()).as(container.log()).isEqualTo(STOPPED_BY_SIGTERM);
                assertThat(container.strayFiles()).isEmpty();
            }
        } finally {
            containers.values().forEach(Container::close);
            broker.close();
            collector.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerWhereTheyAreProbedAndMeasured(ServiceModule service) {
        for (String path : List.of("/q/health/started", "/q/health/live", "/q/health/ready", "/q/metrics")) {
            assertThat(service(service).get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    /** The way of a text to characters takes everything that the images have, PyTorch and ONNX Runtime too. */
    @Test
    void learnATextAndWrite() {
        assertThat(publish("seed", HttpRequest.newBuilder())).contains("\"seed\"");

        awaitWriting("seed");
    }

    /** The same text, and the same job, in the log of every service that works on it. */
    @Test
    void logAsJsonWhatTheirLinesAreAbout() {
        learnATextAndWrite();
        String stream = Manifests.json(post("/api/streams", "{\"model\":\"seed\",\"maxCharacters\":5}"))
                .path("id")
                .asText();
        assertThat(service(ServiceModule.GATEWAY).get("/api/streams/" + stream).body())
                .contains("event: end");
        String job = Manifests.json(get("/api/training")).path(0).path("id").asText();

        for (ServiceModule service : List.of(ServiceModule.GATEWAY, ServiceModule.INFERENCE)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lines(service)).anySatisfy(line -> {
                        assertThat(line.path("mdc").path("streamId").asText()).isEqualTo(stream.substring(0, 11));
                        assertThat(line.path("message").asText()).contains("ends");
                    }));
            assertThat(service(service).log()).doesNotContain(stream);
        }
        assertThat(lines(ServiceModule.TRAINER)).anySatisfy(line -> {
            assertThat(line.path("mdc").path("jobId").asText()).isEqualTo(job);
            assertThat(line.path("threadName").asText()).isEqualTo("training");
        });
    }

    /** From a request on, over gRPC and in the headers of records. The test itself is the first of each trace. */
    @Test
    void belongToOneTraceWhateverCarriesIt() {
        String publishing = "4bf92f3577b34da6a3ce929d0e0e4736";
        String reading = "0af7651916cd43dd8448eb211c80319c";

        publish("traced", traced(publishing));
        awaitWriting("traced");
        String stream = Manifests.json(post("/api/streams", "{\"model\":\"traced\",\"maxCharacters\":5}"))
                .path("id")
                .asText();
        service(ServiceModule.GATEWAY).send(traced(reading), "/api/streams/" + stream);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(collector.has("trainer-service", publishing, "train")).isTrue();
            assertThat(collector.has("escriba-gateway", publishing, "POST /api/corpora/{name}"))
                    .isTrue();
            assertThat(collector.has("escriba-gateway", reading, "GET /api/streams/{id}"))
                    .isTrue();
            assertThat(collector.has("escriba-gateway", reading, "escriba.v1.Generation/Generate"))
                    .isTrue();
            assertThat(collector.has("escriba-inference", reading, "escriba.v1.Generation/Generate"))
                    .isTrue();
        });
        assertThat(collector.mentions(stream)).isFalse();
    }

    /** What inference is scaled on in Kubernetes is measured. */
    @Test
    void measureWhatTheyAreScaledOn() {
        String measured = service(ServiceModule.INFERENCE).get("/q/metrics").body();
        List<String> named = METRIC.matcher(Checkout.read(SCALING))
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(named).contains("escriba_streams_running", "escriba_streams_waiting");
        assertThat(named).allSatisfy(metric -> assertThat(measured).contains("\n" + metric));
    }

    /** What alerts and dashboard ask for is measured, by one service or another. */
    @Test
    void measureWhatIsWatched() {
        learnATextAndWrite();

        await().atMost(PATIENCE).untilAsserted(() -> {
            String measured = containers.values().stream()
                    .map(container -> container.get("/q/metrics").body())
                    .collect(Collectors.joining("\n"));
            assertThat(Monitoring.watched())
                    .hasSizeGreaterThan(20)
                    .allSatisfy(selector -> assertThat(selector.isIn(measured))
                            .as(selector.toString())
                            .isTrue());
        });
    }

    /** Trainers are scaled on the lag of their group: they must be in it, and it must be gone when nothing is left to do. */
    @Test
    void takeJobsAsTheGroupThatTheyAreScaledOn() throws Exception {
        JsonNode kafka = Manifests.documents(Checkout.read(SCALING)).stream()
                .flatMap(scaled -> Manifests.elements(scaled.path("spec").path("triggers")))
                .filter(trigger -> trigger.path("type").asText().equals("kafka"))
                .findFirst()
                .orElseThrow()
                .path("metadata");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            GroupLag group = new GroupLag(
                    admin,
                    kafka.path("consumerGroup").asText(),
                    kafka.path("topic").asText());

            learnATextAndWrite();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(group.byPartition())
                            .isNotEmpty()
                            .allSatisfy((partition, lag) -> assertThat(lag).isZero()));
        }
    }

    /** All lines but what Java itself says: of its options, and, if newer than that of the images, of what libraries should not do. */
    private List<JsonNode> lines(ServiceModule service) {
        String log = service(service).log();
        // The last line may be on its way.
        return log.substring(0, log.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS") && !line.startsWith("WARNING: "))
                .map(Manifests::json)
                .toList();
    }

    private Container service(ServiceModule service) {
        return Objects.requireNonNull(containers.get(service));
    }

    private String publish(String model, HttpRequest.Builder request) {
        return authorized(
                request.POST(BodyPublishers.ofString("the seed of a text\n".repeat(100))),
                "/api/corpora/" + model + "?spec=" + URLEncoder.encode(TINY_TRAINING, UTF_8));
    }

    /** Waits until a model is there. */
    private void awaitWriting(String model) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Manifests.json(
                                        post("/v1/completions", "{\"model\":\"" + model + "\",\"max_tokens\":5}"))
                                .path("choices")
                                .path(0)
                                .path("text")
                                .asText())
                        .hasSize(5));
    }

    /** A request that is part of a trace which is to be kept. */
    private static HttpRequest.Builder traced(String traceId) {
        return HttpRequest.newBuilder().header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01");
    }

    private String post(String path, String body) {
        return authorized(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                path);
    }

    private String get(String path) {
        return authorized(HttpRequest.newBuilder(), path);
    }

    private String authorized(HttpRequest.Builder request, String path) {
        return service(ServiceModule.GATEWAY)
                .send(request.header("Authorization", "Bearer " + key), path)
                .body();
    }
}
