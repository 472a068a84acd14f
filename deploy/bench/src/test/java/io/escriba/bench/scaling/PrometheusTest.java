package io.escriba.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.json.Json;
import io.escriba.local.CommandException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class PrometheusTest {
    @Test
    void scrapesEveryProcessWithTheLabelOfTheQueries() {
        String yaml = Prometheus.configuration(List.of("127.0.0.1:1", "127.0.0.1:2"), Duration.ofMillis(1500));

        assertThat(new Yaml().<Object>load(yaml).toString())
                .isEqualTo(
                        "{global={scrape_interval=1500ms, scrape_timeout=1500ms}, scrape_configs=[{job_name=inference,"
                                + " metrics_path=/q/metrics, static_configs=[{targets=[127.0.0.1:1, 127.0.0.1:2],"
                                + " labels={namespace=escriba}}]}]}");
    }

    @Test
    void takesNoAnswerForNoValue() {
        assertThat(Prometheus.value("sum(a)", Json.parse("[]"))).isEmpty();
        assertThat(Prometheus.value("sum(a)", Json.parse("[{\"metric\":{},\"value\":[1,\"0\"]}]")))
                .hasValue(0);
    }

    @Test
    void refusesSeveralValues() {
        assertThatThrownBy(() -> Prometheus.value("a", Json.parse("[{},{}]")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("'a' gives 2 values");
    }
}
