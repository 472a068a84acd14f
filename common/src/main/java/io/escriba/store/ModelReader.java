package io.escriba.store;

import io.escriba.model.PublishedModel;
import java.io.IOException;

/** Reads the networks of versions that were announced. Thread-safe. */
public interface ModelReader {
    /**
     * Reads {@link ModelStore#ONNX} of a version into memory. It has exactly {@link PublishedModel#size} bytes, which is known before
     * any is read, and what was announced is what it is compared with.
     *
     * @throws DamagedArtifactException when the file is there but is not what it should be
     * @throws IOException when it cannot be read
     */
    byte[] read(PublishedModel version) throws IOException;

    /**
     * Finds out whether versions can be read, as far as that can be told without reading one.
     *
     * @throws StoreAwayException when they cannot
     */
    void checkReadable() throws StoreAwayException;
}
