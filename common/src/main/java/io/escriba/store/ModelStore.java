package io.escriba.store;

import io.escriba.model.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Where the files of model versions are kept, one directory {@code NAME/VERSION} for each. Thread-safe. */
public interface ModelStore {
    /** The network and its weights. */
    String ONNX = "model.onnx";

    /** The {@link io.escriba.model.Manifest}. */
    String MANIFEST = "manifest.json";

    /** The weights by name, in the format safetensors, for trainings that begin with them. */
    String WEIGHTS = "checkpoint/weights.safetensors";

    /** What an unfinished training needs to go on; it is not there when the training has ended. */
    String TRAINING = "checkpoint/training.safetensors";

    /**
     * Stores all files of a version, or none. Files that are already there under these names are replaced.
     *
     * @param files local files by the names they get, which may lie in directories
     * @return where the version now is
     * @throws IOException when it cannot be stored; the message says where
     */
    URI put(ModelVersion version, Map<String, Path> files) throws IOException;

    /**
     * Reads a file of a version.
     *
     * @param artifact as {@link #put} returned it
     * @param sha256 that the file must have, in hexadecimal
     * @throws DamagedArtifactException when the file is there but is not what it should be
     * @throws IOException when it cannot be read
     */
    byte[] read(URI artifact, String file, String sha256) throws IOException;

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
}
