package io.escriba.manifests.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An overlay with a component. What the component says is said in Kustomize's older words, so that it can be rendered by any kubectl,
 * also by one that knows no components.
 *
 * @param documents all objects
 */
record Variant(Overlay overlay, String component, List<JsonNode> documents) implements Rendered {
    /** Kustomize takes no absolute paths, and goes up from where it is. */
    private static final Path DIRECTORY = Path.of("deploy/manifests/target/variants");

    private static final String FILE = "kustomization.yaml";
    private static final Set<String> KNOWN = Set.of("apiVersion", "kind", "resources", "patches");

    Variant {
        documents = List.copyOf(documents);
    }

    /** Renders it. */
    static Variant of(Overlay overlay, String component) {
        Path directory = DIRECTORY.resolve(overlay.name().toLowerCase(Locale.ROOT) + "-" + component);
        Path base = directory.relativize(Path.of(overlay.directory()));
        Path there = Path.of("deploy/kubernetes/components", component);
        JsonNode said = Manifests.documents(
                        Checkout.read(Checkout.ROOT.resolve(there).resolve(FILE)))
                .get(0);
        requireKnown(there, said);
        try {
            Path here = Files.createDirectories(Checkout.ROOT.resolve(directory));
            // Kustomize reads no files beside or above the directory that it is in.
            for (String file : files(said)) {
                Files.copy(
                        Checkout.ROOT.resolve(there).resolve(file),
                        here.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(here.resolve(FILE), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    namespace: escriba
                    bases: [%s]
                    resources: %s
                    patchesStrategicMerge: %s
                    patchesJson6902: %s
                    """.formatted(
                            base,
                            said.path("resources"),
                            Manifests.elements(said.path("patches"))
                                    .filter(patch -> !patch.has("target"))
                                    .map(patch -> patch.path("path"))
                                    .toList(),
                            Manifests.elements(said.path("patches"))
                                    .filter(patch -> patch.has("target"))
                                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Variant(overlay, component, Manifests.documents(Kustomize.rendered(directory.toString())));
    }

    private static List<String> files(JsonNode component) {
        return Stream.concat(
                        Manifests.elements(component.path("resources")),
                        Manifests.elements(component.path("patches")).map(patch -> patch.path("path")))
                .map(JsonNode::asText)
                .toList();
    }

    private static void requireKnown(Path component, JsonNode said) {
        List<String> unknown = new ArrayList<>();
        said.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty() || !said.path("kind").asText().equals("Component")) {
            throw new IllegalStateException(
                    component + " is no component of resources and patches alone, but has " + unknown + ".");
        }
    }

    /** The objects that the overlay has not, or has otherwise. */
    List<String> changed() {
        List<JsonNode> before = overlay.documents();
        return documents.stream()
                .filter(document -> !before.contains(document))
                .map(document -> document.path("kind").asText() + " "
                        + document.path("metadata").path("name").asText())
                .toList();
    }

    @Override
    public String toString() {
        return overlay + " with " + component;
    }
}
