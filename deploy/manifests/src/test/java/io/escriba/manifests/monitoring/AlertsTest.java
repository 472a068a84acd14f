package io.escriba.manifests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import io.escriba.manifests.ServiceModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlertsTest {
    private static final JsonNode TESTS = Manifests.documents(
                    Checkout.read(Monitoring.DIRECTORY.resolve("alerts-tests.yml")))
            .get(0)
            .path("tests");

    static Stream<String> names() {
        return Monitoring.alerts().stream().map(alert -> alert.path("alert").asText());
    }

    @Test
    void areWhatPrometheusReads() {
        Promtool.run(Monitoring.DIRECTORY, "check", "rules", "alerts.yml");
    }

    @Test
    void comeWhenTheyMustAndOnlyThen() {
        Promtool.run(Monitoring.DIRECTORY, "test", "rules", "alerts-tests.yml");
    }

    /** Its own discovery of names, and the alerts where the composition mounts them. */
    @Test
    void areInWhatThePrometheusOfTheCompositionReads(@TempDir Path directory) throws IOException {
        Files.copy(Checkout.ROOT.resolve("deploy/docker/prometheus.yml"), directory.resolve("prometheus.yml"));
        Files.copy(Monitoring.DIRECTORY.resolve("alerts.yml"), directory.resolve("alerts.yml"));

        assertThat(Promtool.run(directory, "check", "config", "prometheus.yml")).contains("1 rule files found");
    }

    /** A process may vanish with its target, so that nothing says that it is down. */
    @ParameterizedTest
    @EnumSource
    void missEveryServiceThatIsNowhere(ServiceModule service) {
        JsonNode down = Monitoring.alerts().stream()
                .filter(alert -> alert.path("alert").asText().equals("ServiceDown"))
                .findFirst()
                .orElseThrow();

        assertThat(down.path("expr").asText()).contains("absent(up{job=\"" + service.directory() + "\"})");
    }

    /** With one time at which nothing is expected, and one at which something is. */
    @ParameterizedTest
    @MethodSource("names")
    void areTriedBothWays(String alert) {
        List<Boolean> expected = Manifests.elements(TESTS)
                .flatMap(test -> Manifests.elements(test.path("promql_expr_test")))
                .filter(check -> check.path("expr").asText().contains("alertname=\"" + alert + "\""))
                .map(check -> check.has("exp_samples"))
                .toList();

        assertThat(expected).contains(true, false);
    }

    /** Whoever is woken by one finds it there. */
    @ParameterizedTest
    @MethodSource("names")
    void areOnThePageOfOperations(String alert) {
        assertThat(Checkout.read(Checkout.ROOT.resolve("docs/operations.md"))).contains("| `" + alert + "` |");
        assertThat(Checkout.read(Checkout.ROOT.resolve("docs/seeing.md"))).contains("| `" + alert + "` |");
    }

    @Test
    void sayWhatIsWrongAndWhatToDo() {
        assertThat(names()).doesNotHaveDuplicates();
        assertThat(Monitoring.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.path("labels").path("severity").asText()).isIn("critical", "warning");
            assertThat(alert.path("annotations").path("summary").asText()).isNotEmpty();
            assertThat(alert.path("annotations").path("description").asText()).matches("(?s).{80,}\\.");
        });
    }
}
