package io.escriba.store;

import io.escriba.model.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where trainers keep the files of model versions, one directory {@code NAME/VERSION} for each. Whoever serves a version reads
 * it through a {@link ModelReader}. Thread-safe.
 */
public interface ModelStore {
    /** The network and its weights. */
    String ONNX = "model.onnx";

    /** The {@link io.escriba.model.Manifest}. */
    String MANIFEST = "manifest.json";

    /** The weights by name, in the format safetensors, for trainings that begin with them. */
    String WEIGHTS = "checkpoint/weights.safetensors";

    /** What an unfinished training needs to go on; it is not there when the training has ended. */
    String TRAINING = "checkpoint/training.safetensors";

    /** How many trainers have begun an unfinished training since its last checkpoint, as a number in JSON. */
    String ATTEMPTS = "checkpoint/attempts.json";

    /**
     * Stores all files of a version, each of them whole or not at all. Files that are already there under these names are
     * replaced. When it fails, some may be there; a version counts only when it is announced.
     *
     * @param files local files by the names they get, which may lie in directories
     * @return where the version now is, to be announced
     * @throws IOException when it cannot be stored; the message says where
     */
    URI put(ModelVersion version, Map<String, Path> files) throws IOException;

    /**
     * Copies a file of a version, if it is there.
     *
     * @param to local file that is made or replaced
     * @return whether there is such a file
     * @throws IOException when that is not known, or it cannot be copied
     */
    boolean fetch(ModelVersion version, String file, Path to) throws IOException;

    /**
     * Removes a file of a version, if it is there.
     *
     * @throws IOException when it cannot be removed
     */
    void delete(ModelVersion version, String file) throws IOException;

    /**
     * Finds out whether versions can be stored, as far as that can be told without storing one.
     *
     * @throws StoreAwayException when they cannot
     */
    void checkWritable() throws StoreAwayException;
}
