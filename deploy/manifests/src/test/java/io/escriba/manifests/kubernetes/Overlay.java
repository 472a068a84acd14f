package io.escriba.manifests.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.manifests.Manifests;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One of the overlays. */
enum Overlay implements Rendered {
    /** For a cluster on one machine. */
    LOCAL,
    /** For a cluster that has what Escriba needs. */
    PRODUCTION,
    /** The same with GPUs. */
    GPU;

    private static final Map<Overlay, List<JsonNode>> RENDERED = new ConcurrentHashMap<>();

    @Override
    public List<JsonNode> documents() {
        return RENDERED.computeIfAbsent(this, overlay -> Manifests.documents(Kustomize.rendered(overlay.directory())));
    }

    /** Where it is in the checkout. */
    String directory() {
        return "deploy/kubernetes/overlays/" + name().toLowerCase(Locale.ROOT);
    }
}
