package io.escriba.gateway;

import io.escriba.corpus.Dataset;
import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.Metrics;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.store.Sha256;
import io.escriba.training.Documents;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Published models for tests; what a test does not name is the same for all. */
public final class TestModels {
    /** When every test's model was trained. */
    public static final Instant CREATED = Instant.parse("2026-03-04T05:06:07Z");

    private TestModels() {}

    /** A version that knows these characters. */
    public static PublishedModel published(String name, long version, String characters) {
        return published(
                name,
                version,
                characters,
                new Dataset("escriba.corpus", 3, 0, version, new Name(name)),
                Documents.TEXT);
    }

    /** A version that learned these documents. */
    public static PublishedModel published(
            String name, long version, String characters, Dataset dataset, Documents documents) {
        Name model = new Name(name);
        TrainingSpec spec = TrainingSpec.base()
                .with(Json.tree(Map.of("embedding", 16, "hiddenSize", 32, "layers", 2, "documents", documents)));
        Manifest manifest = new Manifest(
                model,
                version,
                name + "-3-" + version,
                dataset,
                Vocabulary.of(characters),
                spec,
                List.of(),
                new Metrics(1.5, 1.25, 400, 12.5, 9_876),
                CREATED,
                "cpu",
                "0.1.0");
        return new PublishedModel(
                model, version, URI.create("file:///models/" + name + "/" + version), "ab".repeat(32), 4_321, manifest);
    }

    /** The same version of a model that takes upper-case letters for lower-case ones. */
    public static PublishedModel lowercased(PublishedModel model) {
        Manifest manifest = model.manifest();
        return new PublishedModel(
                model.name(),
                model.version(),
                model.artifact(),
                model.sha256(),
                model.size(),
                new Manifest(
                        manifest.model(),
                        manifest.version(),
                        manifest.job(),
                        manifest.dataset(),
                        manifest.vocabulary().lowercased(),
                        manifest.spec(),
                        manifest.states(),
                        manifest.metrics(),
                        manifest.created(),
                        manifest.device(),
                        manifest.escriba()));
    }

    /** The same version with this file as its network. */
    public static PublishedModel withFile(PublishedModel model, URI artifact, byte[] onnx) {
        return new PublishedModel(
                model.name(), model.version(), artifact, Sha256.of(onnx), onnx.length, model.manifest());
    }
}
