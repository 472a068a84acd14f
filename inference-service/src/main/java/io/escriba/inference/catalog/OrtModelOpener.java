package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.ModelRunner;
import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.StreamMetrics;
import io.escriba.inference.precision.PrecisionRule;
import io.escriba.inference.precision.PrecisionTrial;
import io.escriba.inference.session.CharacterModel;
import io.escriba.inference.session.ModelMemory;
import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.OrtCharacterModel;
import io.escriba.inference.session.Processor;
import io.escriba.inference.session.StateMemory;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.Manifest;
import io.escriba.model.PublishedModel;
import java.time.Duration;

/**
 * Opens models in ONNX Runtime, each with a thread of its own.
 *
 * @param rows of each model, fewer where their state would take more memory
 * @param processor that computes the steps
 * @param memory for the state of all models' rows
 * @param precision in which models are computed
 * @param gather how long a character may wait for the next ones of its text
 */
record OrtModelOpener(
        int rows,
        Processor processor,
        StateMemory memory,
        PrecisionRule precision,
        Admission admission,
        StreamMetrics metrics,
        Duration gather)
        implements ModelOpener {
    /** Bytes of the heap for each byte of a file that is given weights of int8. */
    private static final int INT8_HEAP = 3;

    @Override
    public long memory(PublishedModel published) {
        return ModelMemory.estimate(published.manifest(), published.size(), rows);
    }

    /**
     * The runtime copies the file to where it keeps it, outside the heap. To have weights of int8, those of a layer are there as
     * numbers in two orders beside the file, and what is made of them; measured, see decision 20.
     */
    @Override
    public long heap(PublishedModel published) {
        return switch (precision.of(published.modelVersion())) {
            case FLOAT32 -> published.size();
            case INT8 -> INT8_HEAP * published.size();
        };
    }

    @Override
    public OpenModel open(Manifest manifest, byte[] graph) throws UnusableModelException, NoStateMemoryException {
        PrecisionTrial.Opened opened = new PrecisionTrial(precision, this::openGraph).open(manifest, graph);
        RunningModel running = ModelRunner.start(
                manifest.modelVersion().toString(),
                opened.model(),
                manifest.vocabulary(),
                admission,
                metrics,
                System::nanoTime,
                gather);
        return new OpenModel(running, opened.computation());
    }

    private CharacterModel openGraph(Manifest manifest, byte[] graph)
            throws UnusableModelException, NoStateMemoryException {
        return OrtCharacterModel.open(manifest, graph, rows, processor, memory);
    }
}
