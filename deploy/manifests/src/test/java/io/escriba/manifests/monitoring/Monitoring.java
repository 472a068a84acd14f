package io.escriba.manifests.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The alerts and the dashboard. */
public final class Monitoring {
    /** Where they are. */
    static final Path DIRECTORY = Checkout.ROOT.resolve("deploy/dashboards");

    /** What Prometheus itself measures. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

    private Monitoring() {}

    /** The alerts. */
    static List<JsonNode> alerts() {
        JsonNode groups = Manifests.documents(Checkout.read(DIRECTORY.resolve("alerts.yml")))
                .get(0)
                .path("groups");
        return Manifests.elements(groups)
                .flatMap(group -> Manifests.elements(group.path("rules")))
                .toList();
    }

    /** The dashboard. It is read as JSON, in which YAML would let more pass. */
    static JsonNode dashboard() {
        return Manifests.json(Checkout.read(DIRECTORY.resolve("escriba.json")));
    }

    /** The parts of the dashboard that show something. */
    static List<JsonNode> panels() {
        return Manifests.elements(dashboard().path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** What the dashboard asks Prometheus, each variable of Grafana as it would be. */
    static List<String> queries() {
        Stream<String> asked = panels().stream()
                .flatMap(panel -> Manifests.elements(panel.path("targets")))
                .map(target -> target.path("expr").asText());
        Stream<String> drawn = Manifests.elements(
                        dashboard().path("annotations").path("list"))
                .map(annotation -> annotation.path("expr").asText());
        return Stream.concat(asked, drawn)
                .map(query -> query.replace("$__rate_interval", "1m"))
                .toList();
    }

    /** What the services must measure. */
    public static Set<Selector> watched() {
        Stream<String> expressions =
                Stream.concat(alerts().stream().map(alert -> alert.path("expr").asText()), queries().stream());
        return expressions
                .flatMap(expression -> Selector.in(expression).stream())
                .filter(selector -> !OF_PROMETHEUS.contains(selector.metric()))
                .collect(Collectors.toSet());
    }
}
