package io.escriba.trainer.job;

import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.PublishedModel;
import io.escriba.store.ModelStore;
import io.escriba.store.Sha256;
import io.escriba.trainer.checkpoint.TensorFile;
import io.escriba.trainer.network.Weights;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Puts versions into the model store. */
final class Artifacts {
    private final ModelStore store;
    private final Path scratch;

    /**
     * For this store.
     *
     * @param scratch directory for files on their way to it
     */
    Artifacts(ModelStore store, Path scratch) {
        this.store = store;
        this.scratch = scratch;
    }

    /**
     * Stores a version, whole.
     *
     * @param onnx the graph
     * @param weights the same numbers by name, for trainings that begin with them
     * @return what is to be announced
     * @throws IOException when it cannot be stored; the message says what to do
     */
    PublishedModel store(Manifest manifest, byte[] onnx, Weights weights) throws IOException {
        try {
            URI artifact = put(manifest, onnx, weights);
            return new PublishedModel(
                    manifest.model(), manifest.version(), artifact, Sha256.of(onnx), onnx.length, manifest);
        } catch (IOException e) {
            throw new NotStoredException(manifest.modelVersion() + " cannot be stored", e);
        }
    }

    private URI put(Manifest manifest, byte[] onnx, Weights weights) throws IOException {
        Files.createDirectories(scratch);
        Path onnxFile = scratch.resolve(ModelStore.ONNX);
        Path manifestFile = scratch.resolve(ModelStore.MANIFEST);
        Path weightsFile = scratch.resolve("weights.safetensors");
        try {
            Files.write(onnxFile, onnx);
            Files.write(manifestFile, Json.bytes(manifest));
            TensorFile.write(weightsFile, Map.of(), weights.named(""));
            return store.put(
                    manifest.modelVersion(),
                    Map.of(
                            ModelStore.ONNX,
                            onnxFile,
                            ModelStore.MANIFEST,
                            manifestFile,
                            ModelStore.WEIGHTS,
                            weightsFile));
        } finally {
            for (Path file : new Path[] {onnxFile, manifestFile, weightsFile}) {
                Files.deleteIfExists(file);
            }
        }
    }
}
