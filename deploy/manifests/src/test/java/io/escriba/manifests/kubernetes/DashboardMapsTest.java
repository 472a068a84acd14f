package io.escriba.manifests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DashboardMapsTest {
    private static final String DIRECTORY = "deploy/dashboards";

    @Test
    void haveTheFilesUnderFixedNames() {
        Map<String, JsonNode> maps = Manifests.documents(Kustomize.rendered(DIRECTORY)).stream()
                .collect(Collectors.toMap(
                        map -> map.path("metadata").path("name").asText(), map -> map));

        assertThat(maps)
                .containsOnlyKeys("escriba-alerts", "escriba-scrape", "escriba-dashboard")
                .allSatisfy((name, map) -> {
                    assertThat(map.path("kind").asText()).isEqualTo("ConfigMap");
                    assertThat(map.path("metadata").path("namespace").asText()).isEqualTo("monitoring");
                });
        assertThat(data(maps, "escriba-alerts", "alerts.yml")).isEqualTo(file("alerts.yml"));
        assertThat(data(maps, "escriba-scrape", "scrape.yml")).isEqualTo(file("scrape.yml"));
        assertThat(data(maps, "escriba-dashboard", "escriba.json")).isEqualTo(file("escriba.json"));
        assertThat(maps.values())
                .extracting(map -> map.path("metadata")
                        .path("labels")
                        .path("grafana_dashboard")
                        .asText())
                .containsOnly("1");
    }

    private static String data(Map<String, JsonNode> maps, String map, String file) {
        return Objects.requireNonNull(maps.get(map)).path("data").path(file).asText();
    }

    private static String file(String name) {
        return Checkout.read(Checkout.ROOT.resolve(DIRECTORY).resolve(name));
    }
}
