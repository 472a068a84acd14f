package io.escriba.bench.autoscaler;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.bench.autoscaler.ScalingRules.Policy;
import io.escriba.bench.autoscaler.ScalingRules.Select;
import io.escriba.bench.autoscaler.ScalingRules.Unit;
import io.escriba.json.Json;
import io.escriba.local.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What KEDA is told to scale (keda.sh/v1alpha1), as far as the autoscaler decides by it.
 *
 * @param least replicas
 * @param most replicas
 * @param triggers one or more
 */
public record ScaledObject(int least, int most, Behavior behavior, List<Trigger> triggers) {
    private static final String KIND = "ScaledObject";

    /**
     * A metric in Prometheus.
     *
     * @param query in PromQL
     * @param threshold what one replica is to have of it
     */
    public record Trigger(String query, double threshold) {}

    public ScaledObject {
        triggers = List.copyOf(triggers);
    }

    /**
     * Reads one of the objects of a file.
     *
     * @param name of the object
     * @throws CommandException when the file cannot be read, or has no such object, or one that needs more than is known here
     */
    public static ScaledObject read(Path file, String name) {
        List<JsonNode> objects = documents(file).stream()
                .filter(document -> document.path("kind").asText().equals(KIND))
                .toList();
        return objects.stream()
                .filter(object -> nameOf(object).equals(name))
                .findFirst()
                .map(object -> of(object.path("spec"), name + " in '" + file + "'"))
                .orElseThrow(() -> new CommandException("'" + file + "' has no " + KIND + " '" + name + "'. It has "
                        + objects.stream().map(ScaledObject::nameOf).toList() + "."));
    }

    private static List<JsonNode> documents(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        try {
            new Yaml(new SafeConstructor(options))
                    .loadAll(Files.readString(file))
                    .forEach(document -> documents.add(Json.tree(document)));
            return documents;
        } catch (IOException e) {
            throw new CommandException("'" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static String nameOf(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static ScaledObject of(JsonNode spec, String where) {
        List<String> problems = new ArrayList<>();
        List<Trigger> triggers = new ArrayList<>();
        for (JsonNode trigger : spec.path("triggers")) {
            JsonNode metadata = trigger.path("metadata");
            double threshold = metadata.path("threshold").asDouble();
            if (!trigger.path("type").asText().equals("prometheus")) {
                problems.add(
                        "a trigger of type '" + trigger.path("type").asText() + "'; only 'prometheus' is understood");
            } else if (metadata.path("query").asText().isBlank() || !(threshold > 0)) {
                problems.add("a trigger without a query or without a threshold above 0: " + metadata);
            } else {
                triggers.add(new Trigger(metadata.path("query").asText(), threshold));
            }
        }
        if (triggers.isEmpty() && problems.isEmpty()) {
            problems.add("no trigger");
        }
        if (!spec.path("minReplicaCount").isInt()
                || !spec.path("maxReplicaCount").isInt()) {
            problems.add("no minReplicaCount or no maxReplicaCount");
        }
        if (!problems.isEmpty()) {
            throw new CommandException("The " + KIND + " " + where + " has " + String.join(", and ", problems) + ".");
        }
        JsonNode behavior = spec.at("/advanced/horizontalPodAutoscalerConfig/behavior");
        return new ScaledObject(
                spec.path("minReplicaCount").asInt(),
                spec.path("maxReplicaCount").asInt(),
                new Behavior(
                        rules(behavior.path("scaleUp"), ScalingRules.USUAL_UP),
                        rules(behavior.path("scaleDown"), ScalingRules.USUAL_DOWN)),
                triggers);
    }

    /** What is not said is as usual, field by field, as Kubernetes takes it. */
    private static ScalingRules rules(JsonNode said, ScalingRules usual) {
        JsonNode window = said.path("stabilizationWindowSeconds");
        JsonNode select = said.path("selectPolicy");
        List<Policy> policies = StreamSupport.stream(said.path("policies").spliterator(), false)
                .map(policy -> new Policy(
                        Unit.valueOf(policy.path("type").asText().toUpperCase(Locale.ROOT)),
                        policy.path("value").asInt(),
                        Duration.ofSeconds(policy.path("periodSeconds").asLong())))
                .toList();
        return new ScalingRules(
                window.isMissingNode() ? usual.stabilization() : Duration.ofSeconds(window.asLong()),
                select.isMissingNode()
                        ? usual.select()
                        : Select.valueOf(select.asText().toUpperCase(Locale.ROOT)),
                policies.isEmpty() ? usual.policies() : policies);
    }
}
