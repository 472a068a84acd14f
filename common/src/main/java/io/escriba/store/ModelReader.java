package io.escriba.store;

import java.io.IOException;
import java.net.URI;

/** Reads what was announced of model versions. Thread-safe. */
@FunctionalInterface
public interface ModelReader {
    /**
     * Reads a file of a version.
     *
     * @param artifact where the version is, as it was announced
     * @param file its name, such as {@link ModelStore#ONNX}
     * @param sha256 that the file must have, in hexadecimal
     * @throws DamagedArtifactException when the file is there but is not what it should be
     * @throws IOException when it cannot be read
     */
    byte[] read(URI artifact, String file, String sha256) throws IOException;
}
