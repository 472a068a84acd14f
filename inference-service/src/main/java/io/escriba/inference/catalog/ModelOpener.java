package io.escriba.inference.catalog;

import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.Manifest;
import io.escriba.model.PublishedModel;

/** Makes a stored model write. */
interface ModelOpener {
    /** Bytes that a model takes when it is open, about, its streams left out. Waits for nothing. */
    long memory(PublishedModel published);

    /** Bytes of the heap that a model takes at the most while it is opened, about, the graph among them. Waits for nothing. */
    long heap(PublishedModel published);

    /**
     * Loads a model, warms it up and starts it.
     *
     * @param graph the bytes of {@code model.onnx}
     * @throws UnusableModelException when it can never be served
     * @throws NoStateMemoryException when there is no memory for its streams now
     */
    OpenModel open(Manifest manifest, byte[] graph) throws UnusableModelException, NoStateMemoryException;
}
