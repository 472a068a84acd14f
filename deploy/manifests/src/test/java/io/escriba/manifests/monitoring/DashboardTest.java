package io.escriba.manifests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardTest {
    /** Alerts are read by the same parser as queries, and JSON is YAML. */
    @Test
    void asksWhatPrometheusUnderstands(@TempDir Path directory) throws Exception {
        List<String> queries = Monitoring.queries();
        List<Map<String, String>> rules = IntStream.range(0, queries.size())
                .mapToObj(i -> Map.of("record", "query:" + i, "expr", queries.get(i)))
                .toList();
        Files.writeString(
                directory.resolve("queries.yml"),
                new ObjectMapper()
                        .writeValueAsString(Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)))));

        assertThat(queries).hasSizeGreaterThan(20).doesNotContain("");
        Promtool.run(directory, "check", "rules", "queries.yml");
    }

    @Test
    void asksThePrometheusThatIsProvisioned() {
        JsonNode source = Manifests.documents(Checkout.read(
                        Checkout.ROOT.resolve("deploy/docker/grafana/provisioning/datasources/prometheus.yml")))
                .get(0)
                .path("datasources")
                .path(0);
        JsonNode variable =
                Monitoring.dashboard().path("templating").path("list").path(0);

        assertThat(variable.path("type").asText()).isEqualTo("datasource");
        assertThat(variable.path("query").asText())
                .isEqualTo(source.path("type").asText());
        assertThat(variable.path("current").path("value").asText())
                .isEqualTo(source.path("uid").asText());
        assertThat(Monitoring.panels())
                .allSatisfy(
                        panel -> assertThat(panel.path("datasource").path("uid").asText())
                                .isEqualTo("${" + variable.path("name").asText() + "}"));
    }

    @Test
    void saysWhatEachOfItsPanelsShows() {
        assertThat(Monitoring.panels()).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.path("description").asText()).endsWith(".");
        });
        assertThat(Manifests.elements(Monitoring.dashboard().path("panels"))
                        .map(panel -> panel.path("id").asInt()))
                .doesNotHaveDuplicates();
    }

    @Test
    void hasPanelsThatDoNotOverlap() {
        List<JsonNode> places = Manifests.elements(Monitoring.dashboard().path("panels"))
                .map(panel -> panel.path("gridPos"))
                .toList();

        for (int i = 0; i < places.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(overlap(places.get(i), places.get(j)))
                        .as("%s and %s", places.get(j), places.get(i))
                        .isFalse();
            }
        }
    }

    private static boolean overlap(JsonNode a, JsonNode b) {
        return meet(a, b, "x", "w") && meet(a, b, "y", "h");
    }

    private static boolean meet(JsonNode a, JsonNode b, String from, String length) {
        int first = a.path(from).asInt();
        int second = b.path(from).asInt();
        return first < second + b.path(length).asInt()
                && second < first + a.path(length).asInt();
    }
}
