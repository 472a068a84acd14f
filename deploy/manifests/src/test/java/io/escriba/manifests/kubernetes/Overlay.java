package io.escriba.manifests.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.escriba.manifests.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What one of the overlays is rendered to. */
enum Overlay {
    /** For a cluster on one machine. */
    LOCAL,
    /** For a cluster that has what Escriba needs. */
    PRODUCTION,
    /** The same with GPUs. */
    GPU;

    static final String KEDA = "keda.sh/v1alpha1";

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class));

    private static final Map<Overlay, List<JsonNode>> RENDERED = new ConcurrentHashMap<>();

    /** Objects of Kubernetes itself. A field that it does not have is refused, as are kinds that are not known here. */
    List<HasMetadata> builtIn() {
        return documents().stream()
                .filter(document -> !document.path("apiVersion").asText().equals(KEDA))
                .map(Overlay::read)
                .toList();
    }

    /** Objects of Kubernetes of one kind. */
    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return builtIn().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The object of this kind and name. */
    <T extends HasMetadata> T one(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The overlay " + this + " has no " + kind.getSimpleName() + " '" + name + "'."));
    }

    /** The scaled object of this name. */
    JsonNode scaled(String name) {
        return scaled().filter(
                        object -> object.path("metadata").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Objects that say how KEDA scales. */
    Stream<JsonNode> scaled() {
        return documents().stream()
                .filter(document -> document.path("apiVersion").asText().equals(KEDA));
    }

    private List<JsonNode> documents() {
        return RENDERED.computeIfAbsent(this, overlay -> Manifests.documents(overlay.rendered()));
    }

    private String rendered() {
        return Kustomize.rendered("deploy/kubernetes/overlays/" + name().toLowerCase(Locale.ROOT));
    }

    private static HasMetadata read(JsonNode document) {
        String kind = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("'" + kind + "' is no kind that is known here.");
        }
        try {
            return Strict.MAPPER.treeToValue(document, type);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    kind + " '" + document.path("metadata").path("name").asText() + "': " + e.getMessage(), e);
        }
    }

    /** The model takes in what it does not know, by a method for any field; here nothing may be left for that. */
    private static final class Strict {
        static final ObjectMapper MAPPER = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                });
    }
}
