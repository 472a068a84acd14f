package io.escriba.manifests.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * An overlay with a component, as an installation's own overlay takes them.
 *
 * @param documents all objects
 */
record Variant(Overlay overlay, String component, List<JsonNode> documents) implements Rendered {
    /** Kustomize takes no absolute paths, and goes up from where it is. */
    private static final Path DIRECTORY = Path.of("deploy/manifests/target/variants");

    Variant {
        documents = List.copyOf(documents);
    }

    /** Renders it. */
    static Variant of(Overlay overlay, String component) {
        Path directory = DIRECTORY.resolve(overlay.name().toLowerCase(Locale.ROOT) + "-" + component);
        Path base = directory.relativize(Path.of(overlay.directory()));
        Path added = directory.relativize(Path.of("deploy/kubernetes/components", component));
        try {
            Files.createDirectories(Checkout.ROOT.resolve(directory));
            Files.writeString(
                    Checkout.ROOT.resolve(directory).resolve("kustomization.yaml"), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    namespace: escriba
                    resources: [%s]
                    components: [%s]
                    """.formatted(base, added));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Variant(overlay, component, Manifests.documents(Kustomize.rendered(directory.toString())));
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
