package io.escriba.trainer.job;

import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.store.ModelStore;
import io.escriba.trainer.checkpoint.TensorFile;
import io.escriba.trainer.network.Weights;
import io.escriba.training.InvalidSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the versions that trainings begin with, in the model store. */
final class EarlierModels {
    private final ModelStore store;
    private final Path scratch;
    private final Function<Name, Optional<ModelVersion>> newest;

    /**
     * The versions in a store.
     *
     * @param scratch directory for files on their way from the store
     * @param newest the newest published version of a model
     */
    EarlierModels(ModelStore store, Path scratch, Function<Name, Optional<ModelVersion>> newest) {
        this.store = store;
        this.scratch = scratch;
        this.newest = newest;
    }

    /**
     * A version with its weights.
     *
     * @param reference a model, for its newest version, or a version
     * @throws InvalidSpecException when there is none
     * @throws IOException when the store cannot be read
     */
    EarlierModel find(String reference) throws IOException {
        ModelVersion version = version(reference);
        Files.createDirectories(scratch);
        Path file = Files.createTempFile(scratch, "earlier-", ".part");
        try {
            if (!store.fetch(version, ModelStore.MANIFEST, file)) {
                throw missing(reference, "the model store has no version " + version);
            }
            Manifest manifest = Json.read(Files.readAllBytes(file), Manifest.class);
            if (!store.fetch(version, ModelStore.WEIGHTS, file)) {
                throw missing(reference, "version " + version + " has no " + ModelStore.WEIGHTS);
            }
            try (TensorFile weights = TensorFile.open(file)) {
                return new EarlierModel(manifest, Weights.read(weights, ""));
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private ModelVersion version(String reference) {
        ModelVersion.Reference parsed;
        try {
            parsed = ModelVersion.Reference.parse(reference);
        } catch (IllegalArgumentException e) {
            throw new InvalidSpecException(List.of("initializeFrom: " + e.getMessage()));
        }
        return parsed.version()
                .map(number -> new ModelVersion(parsed.name(), number))
                .or(() -> newest.apply(parsed.name()))
                .orElseThrow(() -> missing(reference, "no version of that model has been published"));
    }

    private static InvalidSpecException missing(String reference, String reason) {
        return new InvalidSpecException(List.of(
                "initializeFrom is '" + reference + "', but " + reason + ". Name a published model, or leave it out."));
    }
}
