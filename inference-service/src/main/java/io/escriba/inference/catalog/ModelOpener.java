package io.escriba.inference.catalog;

import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.Manifest;

/** Makes a stored model write. */
@FunctionalInterface
interface ModelOpener {
    /**
     * Loads a model, warms it up and starts it.
     *
     * @param graph the bytes of {@code model.onnx}
     * @throws UnusableModelException when it can never be served
     * @throws NoStateMemoryException when there is no memory for its streams now
     */
    RunningModel open(Manifest manifest, byte[] graph) throws UnusableModelException, NoStateMemoryException;
}
