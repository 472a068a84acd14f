package io.escriba.manifests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
