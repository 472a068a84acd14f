package io.escriba.manifests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import io.escriba.manifests.monitoring.Promtool;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a Prometheus in Kubernetes makes of the pods. */
class ScrapingTest {
    private static final JsonNode JOB = Manifests.documents(
                    Checkout.read(Checkout.ROOT.resolve("deploy/dashboards/scrape.yml")))
            .get(0)
            .path("scrape_configs")
            .path(0);

    private static final String PART_OF = "app.kubernetes.io/part-of";

    @TempDir
    private Path directory;

    @Test
    void asksForThePodsOfTheNamespace() {
        assertThat(JOB.path("kubernetes_sd_configs"))
                .isEqualTo(Manifests.json("[{\"role\":\"pod\",\"namespaces\":{\"names\":[\"escriba\"]},"
                        + "\"selectors\":[{\"role\":\"pod\",\"label\":\"" + PART_OF + "=escriba\"}]}]"));
        assertThat(JOB.path("metrics_path").asText()).isEqualTo("/q/metrics");
        assertThat(Workload.all())
                .allSatisfy(workload -> assertThat(workload.labels()).containsEntry(PART_OF, "escriba"));
        assertThat(Overlay.LOCAL.all(StatefulSet.class))
                .isNotEmpty()
                .noneSatisfy(other -> assertThat(
                                other.getSpec().getTemplate().getMetadata().getLabels())
                        .containsEntry(PART_OF, "escriba"));
    }

    /** At the port of HTTP alone, under the names that alerts and queries have. */
    @ParameterizedTest
    @EnumSource
    void callsEveryPodLikeItsService(Overlay overlay) throws IOException {
        List<String> expected = Workload.of(overlay)
                .map(workload -> String.join(
                        " ",
                        workload.service().directory(),
                        "escriba",
                        pod(workload),
                        "10.0.0.1:" + workload.service().httpPort()))
                .toList();

        List<String> found = scraped(Workload.of(overlay), "Running")
                .map(labels -> String.join(
                        " ",
                        labels.path("job").asText(),
                        labels.path("namespace").asText(),
                        labels.path("pod").asText(),
                        labels.path("instance").asText()))
                .toList();

        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void leavesOutPodsThatHaveEnded(Overlay overlay) throws IOException {
        assertThat(scraped(Workload.of(overlay), "Failed")).isEmpty();
        assertThat(scraped(Workload.of(overlay), "Succeeded")).isEmpty();
    }

    /**
     * Labels of what Prometheus would scrape. Debian's is built without Kubernetes, so it is given the pods as Kubernetes's discovery would
     * offer them.
     */
    private Stream<JsonNode> scraped(Stream<Workload> workloads, String phase) throws IOException {
        ObjectNode job = JOB.deepCopy();
        job.remove("kubernetes_sd_configs");
        ArrayNode targets = job.putArray("static_configs");
        workloads.forEach(workload -> workload.ports()
                .forEach((name, port) -> targets.addObject()
                        .<ObjectNode>set("labels", discovered(workload, name, phase))
                        .putArray("targets")
                        .add("10.0.0.1:" + port)));
        ObjectNode configuration = job.objectNode();
        configuration.putArray("scrape_configs").add(job);
        Files.writeString(directory.resolve("prometheus.yml"), configuration.toString());

        JsonNode found = Manifests.json(Promtool.run(
                directory,
                "check",
                "service-discovery",
                "--timeout=1s",
                "prometheus.yml",
                job.path("job_name").asText()));

        assertThat(Manifests.elements(found)).hasSameSizeAs(targets);
        return Manifests.elements(found).map(target -> target.path("labels")).filter(labels -> !labels.isEmpty());
    }

    private static JsonNode discovered(Workload workload, String port, String phase) {
        ObjectNode labels = JOB.<ObjectNode>deepCopy().removeAll();
        Map.of("namespace", "escriba", "pod_name", pod(workload), "pod_phase", phase, "pod_container_port_name", port)
                .forEach((name, value) -> labels.put("__meta_kubernetes_" + name, value));
        workload.labels()
                .forEach((name, value) ->
                        labels.put("__meta_kubernetes_pod_label_" + name.replaceAll("[^a-zA-Z0-9]", "_"), value));
        return labels;
    }

    private static String pod(Workload workload) {
        return workload.name() + "-1";
    }
}
