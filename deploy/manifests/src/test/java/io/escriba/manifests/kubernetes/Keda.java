package io.escriba.manifests.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects of KEDA ({@code keda.sh/v1alpha1}), for which there is no model in Java: the fields that its specifications of
 * <a href="https://keda.sh/docs/2.18/reference/scaledobject-spec/">ScaledObject</a>, TriggerAuthentication and of the triggers
 * <a href="https://keda.sh/docs/2.18/scalers/prometheus/">prometheus</a> and
 * <a href="https://keda.sh/docs/2.18/scalers/apache-kafka/">kafka</a> have. What a trigger is told is a map of texts, which KEDA reads only
 * when it runs: a name that it does not know is passed over in silence.
 */
final class Keda {
    /** The version of the API. */
    static final String API = "keda.sh/v1alpha1";

    private static final Map<String, Set<String>> TRIGGERS = Map.of(
            "prometheus",
                    Set.of(
                            "serverAddress",
                            "query",
                            "queryParameters",
                            "threshold",
                            "activationThreshold",
                            "namespace",
                            "customHeaders",
                            "ignoreNullValues",
                            "unsafeSsl",
                            "timeout",
                            "authModes"),
            "kafka",
                    Set.of(
                            "bootstrapServers",
                            "bootstrapServersFromEnv",
                            "consumerGroup",
                            "topic",
                            "lagThreshold",
                            "activationLagThreshold",
                            "offsetResetPolicy",
                            "allowIdleConsumers",
                            "scaleToZeroOnInvalidOffset",
                            "excludePersistentLag",
                            "limitToPartitionsWithLag",
                            "ensureEvenDistributionOfPartitions",
                            "partitionLimitation",
                            "version",
                            "sasl",
                            "tls",
                            "unsafeSsl"));

    private static final Set<String> BEHAVIORS =
            Set.of("static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower");
    private static final Set<String> KAFKA_SECRETS =
            Set.of("sasl", "tls", "username", "password", "ca", "cert", "key", "keyPassword");

    private Keda() {}

    /** How a deployment is scaled. */
    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {}

    record Spec(
            Target scaleTargetRef,
            @Nullable Integer pollingInterval,
            @Nullable Integer initialCooldownPeriod,
            @Nullable Integer cooldownPeriod,
            @Nullable Integer idleReplicaCount,
            int minReplicaCount,
            int maxReplicaCount,
            @Nullable Fallback fallback,
            @Nullable Advanced advanced,
            List<Trigger> triggers) {}

    record Target(
            String name,
            @Nullable String apiVersion,
            @Nullable String kind,
            @Nullable String envSourceContainerName) {}

    record Fallback(
            int failureThreshold, int replicas, @Nullable String behavior) {
        Fallback {
            require(behavior == null || BEHAVIORS.contains(behavior), "fallback.behavior", behavior, BEHAVIORS);
        }
    }

    record Advanced(
            @Nullable Boolean restoreToOriginalReplicaCount,
            @Nullable Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(@Nullable String name, @Nullable HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(
            String type,
            @Nullable String name,
            @Nullable String metricType,
            @Nullable Boolean useCachedMetrics,
            @Nullable Authentication authenticationRef,
            Map<String, JsonNode> metadata) {
        Trigger {
            require(TRIGGERS.containsKey(type), "type", type, TRIGGERS.keySet());
            Set<String> known = TRIGGERS.getOrDefault(type, Set.of());
            metadata.forEach((key, value) -> {
                require(known.contains(key), "metadata", key, known);
                require(value.isTextual(), "metadata." + key, value, Set.of("a text"));
            });
        }

        /** What it is told under this name. */
        String text(String key) {
            return Objects.requireNonNull(metadata.get(key), key).asText();
        }
    }

    record Authentication(String name, @Nullable String kind) {}

    /** Where the user and password of a trigger are. */
    record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata, Secrets spec) {}

    record Secrets(List<Secret> secretTargetRef) {}

    record Secret(String parameter, String name, String key) {
        Secret {
            require(KAFKA_SECRETS.contains(parameter), "parameter", parameter, KAFKA_SECRETS);
        }
    }

    private static void require(boolean condition, String field, @Nullable Object found, Set<String> expected) {
        if (!condition) {
            throw new IllegalArgumentException("'" + field + "' is " + found + ", and must be of " + expected + ".");
        }
    }
}
