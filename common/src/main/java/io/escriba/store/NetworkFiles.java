package io.escriba.store;

import io.escriba.model.PublishedModel;
import java.io.IOException;
import java.io.InputStream;

/** Opens the networks of versions that were announced. Thread-safe. */
@FunctionalInterface
public interface NetworkFiles {
    /**
     * Opens {@link ModelStore#ONNX} of a version, after all of it has been compared with what was announced. It has
     * exactly {@link PublishedModel#size} bytes. Little of it is in memory at any time.
     *
     * @return to be closed by whoever asked for it
     * @throws java.nio.file.NoSuchFileException when the store does not have it any more
     * @throws DamagedArtifactException when it is there but is not what it should be
     * @throws IOException when the store cannot be read
     */
    InputStream open(PublishedModel version) throws IOException;
}
