package io.escriba.manifests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import io.escriba.manifests.ServiceModule;
import io.escriba.manifests.docker.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kafka.server.KafkaConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeTest {
    private static final Path DIRECTORY = Checkout.ROOT.resolve("deploy/docker");
    private static final String TEXT = Checkout.read(DIRECTORY.resolve("compose.yaml"));
    private static final JsonNode SERVICES = Manifests.documents(TEXT).get(0).path("services");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern OWN_IMAGE = Pattern.compile("escriba/([a-z-]+)(:cuda)?");

    /** A container of this project, other than the one that only makes secrets. */
    record Own(String name, JsonNode definition, ServiceModule module) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Own> own() {
        return names(SERVICES)
                .filter(name -> !name.equals("secrets"))
                .filter(name -> image(name).startsWith("escriba/"))
                .map(name -> new Own(
                        name,
                        SERVICES.path(name),
                        ServiceModule.named(OWN_IMAGE.matcher(image(name)).replaceAll("$1"))));
    }

    @Test
    void hasEveryService() {
        assertThat(own().map(Own::module)).containsOnly(ServiceModule.values());
        assertThat(names(SERVICES)).contains("kafka", "s3", "prometheus", "grafana");
    }

    @ParameterizedTest
    @MethodSource("own")
    void buildsTheImageThatItNames(Own own) {
        JsonNode build = own.definition().path("build");
        boolean cuda = image(own.name()).endsWith(":cuda");

        assertThat(DIRECTORY.resolve(build.path("context").asText()).normalize())
                .isEqualTo(Checkout.ROOT);
        assertThat(build.path("dockerfile").asText())
                .isEqualTo("deploy/docker/" + own.module().directory() + "/Dockerfile");
        assertThat(build.path("args").path("RUNTIME").asText()).isEqualTo(cuda ? "cuda" : "");
    }

    @ParameterizedTest
    @MethodSource("own")
    void givesNoVariableThatNoServiceKnows(Own own) {
        assertThat(Manifests.unknown(names(own.definition().path("environment")).toList()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("own")
    void letsItWriteOnlyWhereItMustAndWaitsForItsEnd(Own own) {
        assertThat(own.definition().path("read_only").asBoolean()).isTrue();
        assertThat(texts(own.definition().path("cap_drop"))).containsExactly("ALL");
        Image.of(own.module()).environment().values().stream()
                .filter(value -> value.startsWith("/"))
                .forEach(place -> assertThat(texts(own.definition().path("volumes")))
                        .anyMatch(volume -> place.startsWith(volume.split(":", 2)[1])));
    }

    /** ONNX Runtime, PyTorch, JNA and the compression of Kafka load what they unpack there. */
    @ParameterizedTest
    @MethodSource("own")
    void letsItLoadLibrariesFromTmp(Own own) {
        assertThat(tmp(own)).contains("exec", "mode=1777");
    }

    @ParameterizedTest
    @MethodSource("own")
    void hasMemoryForWhatJavaMayTakeBesideWhatLiesInTmp(Own own) {
        long tmp = tmp(own).stream()
                .filter(option -> option.startsWith("size="))
                .mapToLong(option -> mebibytes(option.substring("size=".length())))
                .findFirst()
                .orElseThrow();

        assertThat(mebibytes(own.definition().path("mem_limit").asText()) - tmp)
                .isGreaterThanOrEqualTo(Image.of(own.module()).javaMebibytes());
    }

    @Test
    void givesTheInferenceServiceLongerThanItsDrain() {
        own().filter(own -> own.module() == ServiceModule.INFERENCE)
                .forEach(own -> assertThat(seconds(own.definition().path("stop_grace_period")))
                        .isGreaterThan(
                                seconds(own.definition().path("environment").path("ESCRIBA_INFERENCE_DRAIN"))));
    }

    @Test
    void publishesThePageOnThisMachineAlone() {
        assertThat(texts(SERVICES.path("gateway").path("ports")))
                .containsExactly("${ESCRIBA_ADDRESS}:${ESCRIBA_PORT}:" + ServiceModule.GATEWAY.httpPort());
        assertThat(defaults()).containsEntry("ESCRIBA_ADDRESS", "127.0.0.1").containsEntry("ESCRIBA_PORT", "8080");
        names(SERVICES)
                .flatMap(name -> texts(SERVICES.path(name).path("ports")).stream())
                .forEach(port -> assertThat(port).startsWith("${ESCRIBA_ADDRESS}:"));
    }

    @Test
    void tellsTheGatewayWhereInferenceIs() {
        String address = SERVICES.path("gateway")
                .path("environment")
                .path("ESCRIBA_GATEWAY_INFERENCE")
                .asText();

        assertThat(address).isEqualTo("dns:inference:" + ServiceModule.INFERENCE.property("quarkus.grpc.server.port"));
        own().filter(own -> own.module() == ServiceModule.INFERENCE)
                .forEach(own -> assertThat(texts(own.definition()
                                .path("networks")
                                .path("default")
                                .path("aliases")))
                        .contains("inference"));
    }

    @Test
    void runsOnProcessorOrGpuAndNotOnBoth() {
        Map<String, List<String>> byProfile = own().filter(own -> own.module() != ServiceModule.GATEWAY)
                .collect(Collectors.groupingBy(
                        own -> String.join(",", texts(own.definition().path("profiles"))),
                        Collectors.mapping(Own::name, Collectors.toList())));

        assertThat(defaults()).containsEntry("COMPOSE_PROFILES", "cpu");
        assertThat(byProfile)
                .containsOnly(
                        Map.entry("cpu", List.of("trainer", "inference")),
                        Map.entry("gpu", List.of("trainer-gpu", "inference-gpu")));
        assertThat(byProfile.getOrDefault("gpu", List.of()))
                .allSatisfy(name -> assertThat(image(name)).endsWith(":cuda"));
    }

    @Test
    void hasAValueForEachOfItsVariables() {
        Set<String> used = VARIABLE.matcher(TEXT)
                .results()
                .map((MatchResult variable) -> variable.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(defaults()).containsKeys(used.toArray(String[]::new));
    }

    @Test
    void mountsWhatIsThereAndWaitsForWhatIsThere() {
        names(SERVICES).forEach(name -> {
            texts(SERVICES.path(name).path("volumes")).stream()
                    .map(volume -> volume.split(":", 2)[0])
                    .filter(source -> source.startsWith("."))
                    .forEach(source -> assertThat(DIRECTORY.resolve(source)).exists());
            JsonNode needed = SERVICES.path(name).path("depends_on");
            assertThat(names(SERVICES))
                    .containsAll(
                            needed.isArray() ? texts(needed) : names(needed).toList());
        });
    }

    /** Kafka checks its own settings, which the image takes from variables. */
    @Test
    void givesKafkaSettingsThatItTakes() {
        Properties settings = new Properties();
        JsonNode environment = SERVICES.path("kafka").path("environment");
        names(environment).filter(name -> name.startsWith("KAFKA_")).forEach(name -> {
            String key =
                    name.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
            assertThat(AbstractKafkaConfig.CONFIG_DEF.names()).contains(key);
            settings.put(key, substituted(environment.path(name).asText()));
        });

        KafkaConfig config = new KafkaConfig(settings, false);

        String bootstrap = SERVICES.path("gateway")
                .path("environment")
                .path("KAFKA_BOOTSTRAP_SERVERS")
                .asText();
        assertThat(config.getString("advertised.listeners")).contains("INSIDE://" + bootstrap + ",");
    }

    @Test
    void letsPrometheusReadEveryServiceWhereItIs() {
        JsonNode jobs = Manifests.documents(Checkout.read(DIRECTORY.resolve("prometheus.yml")))
                .get(0)
                .path("scrape_configs");
        List<ServiceModule> read = new ArrayList<>();

        Manifests.elements(jobs).forEach(job -> {
            ServiceModule module = ServiceModule.named(job.path("job_name").asText());
            JsonNode names = job.path("dns_sd_configs").path(0);
            read.add(module);
            assertThat(names.path("port").asInt()).isEqualTo(module.httpPort());
            assertThat(job.path("metrics_path").asText()).isEqualTo("/q/metrics");
            assertThat(texts(names.path("names")))
                    .allMatch(name -> own().anyMatch(
                                    own -> own.module() == module && own.name().equals(name)));
        });

        assertThat(read).containsExactlyInAnyOrder(ServiceModule.values());
    }

    @Test
    void letsPrometheusReadTheAlerts() {
        JsonNode rules = Manifests.documents(Checkout.read(DIRECTORY.resolve("prometheus.yml")))
                .get(0)
                .path("rule_files");

        assertThat(texts(rules)).containsExactly("alerts.yml");
        assertThat(texts(SERVICES.path("prometheus").path("volumes")))
                .contains("../dashboards/alerts.yml:/etc/prometheus/alerts.yml:ro");
    }

    @Test
    void letsGrafanaReadPrometheusAndTheDashboards() {
        Path provisioning = DIRECTORY.resolve("grafana/provisioning");
        JsonNode source = Manifests.documents(Checkout.read(provisioning.resolve("datasources/prometheus.yml")))
                .get(0)
                .path("datasources")
                .path(0);
        String dashboards = Manifests.documents(Checkout.read(provisioning.resolve("dashboards/escriba.yml")))
                .get(0)
                .path("providers")
                .path(0)
                .path("options")
                .path("path")
                .asText();

        assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(texts(SERVICES.path("grafana").path("volumes"))).contains("../dashboards:" + dashboards + ":ro");
        assertThat(Files.isRegularFile(Checkout.ROOT.resolve("deploy/dashboards/escriba.json")))
                .isTrue();
    }

    private static String image(String service) {
        return SERVICES.path(service).path("image").asText();
    }

    private static Map<String, String> defaults() {
        return Checkout.read(DIRECTORY.resolve(".env"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }

    private static String substituted(String text) {
        return VARIABLE.matcher(text).replaceAll(variable -> defaults().get(variable.group(1)));
    }

    /** Options of the only mount in memory. */
    private static List<String> tmp(Own own) {
        assertThat(texts(own.definition().path("tmpfs")))
                .singleElement()
                .asString()
                .startsWith("/tmp:");
        return List.of(own.definition()
                .path("tmpfs")
                .path(0)
                .asText()
                .substring("/tmp:".length())
                .split(",", -1));
    }

    private static long mebibytes(String size) {
        assertThat(size).endsWith("g");
        return Long.parseLong(size.substring(0, size.length() - 1)) << 10;
    }

    private static long seconds(JsonNode duration) {
        return Duration.parse("PT" + duration.asText()).toSeconds();
    }

    private static Stream<String> names(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false);
    }

    private static List<String> texts(JsonNode list) {
        return Manifests.elements(list).map(JsonNode::asText).toList();
    }
}
