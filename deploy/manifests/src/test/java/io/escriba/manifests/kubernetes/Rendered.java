package io.escriba.manifests.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.stream.Stream;

/** What Kustomize has made: the objects that are applied to a cluster. */
interface Rendered {
    /** All of them, as they are written. */
    List<JsonNode> documents();

    /** Objects of Kubernetes itself, read strictly. */
    default List<HasMetadata> builtIn() {
        return documents().stream()
                .filter(document -> !isOfKeda(document))
                .map(BuiltIn::read)
                .toList();
    }

    /** Objects of Kubernetes of one kind. */
    default <T extends HasMetadata> List<T> all(Class<T> kind) {
        return builtIn().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The object of this kind and name. */
    default <T extends HasMetadata> T one(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(this + " has no " + kind.getSimpleName() + " '" + name + "'."));
    }

    /** The scaled object of this name. */
    default JsonNode scaled(String name) {
        return scaled().filter(
                        object -> object.path("metadata").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Objects that say how KEDA scales. */
    default Stream<JsonNode> scaled() {
        return ofKeda("ScaledObject");
    }

    /** Objects of KEDA of one kind. */
    default Stream<JsonNode> ofKeda(String kind) {
        return documents().stream()
                .filter(Rendered::isOfKeda)
                .filter(document -> document.path("kind").asText().equals(kind));
    }

    private static boolean isOfKeda(JsonNode document) {
        return document.path("apiVersion").asText().equals(Keda.API);
    }
}
