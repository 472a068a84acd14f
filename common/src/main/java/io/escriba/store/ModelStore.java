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

    /**
     * Stores all files of a version, or none. Files that are already there under these names are replaced.
     *
     * @param files local files by the names they get
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
}
