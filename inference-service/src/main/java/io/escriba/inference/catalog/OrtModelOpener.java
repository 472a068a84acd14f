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
 * @param rows of each model, fewer where their state would take more memory
 * @param stateMemory bytes for the state of one model's rows
 * @param threads that compute one step
 */
record OrtModelOpener(int rows, long stateMemory, int threads, Admission admission, StreamMetrics metrics)
        implements ModelOpener {
    @Override
    public RunningModel open(Manifest manifest, byte[] graph) throws UnusableModelException {
        int affordable = OrtCharacterModel.rows(manifest, rows, stateMemory);
        return ModelRunner.start(
                manifest.modelVersion().toString(),
                OrtCharacterModel.open(manifest, graph, affordable, threads),
                manifest.vocabulary(),
                admission,
                metrics,
                System::nanoTime);
    }
}
