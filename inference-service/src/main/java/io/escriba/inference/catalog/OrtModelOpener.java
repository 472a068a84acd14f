package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.ModelRunner;
import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.StreamMetrics;
import io.escriba.inference.session.OrtCharacterModel;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.Manifest;

/**
 * Opens models in ONNX Runtime, each with a thread of its own.
 *
 * @param rows of each model
 * @param threads that compute one step
 */
record OrtModelOpener(int rows, int threads, Admission admission, StreamMetrics metrics) implements ModelOpener {
    @Override
    public RunningModel open(Manifest manifest, byte[] graph) throws UnusableModelException {
        return ModelRunner.start(
                manifest.modelVersion().toString(),
                OrtCharacterModel.open(manifest, graph, rows, threads),
                manifest.vocabulary(),
                admission,
                metrics,
                System::nanoTime);
    }
}
