package io.escriba.bench.training;

import ai.djl.ndarray.NDManager;
import io.escriba.model.Metrics;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.training.TrainingLoop;
import io.escriba.training.TrainingSpec;
import java.time.InstantSource;

/**
 * What came of one training by Escriba.
 *
 * @param charactersPerSecond predicted characters learned from, while nothing was being evaluated
 */
record EscribaRun(double charactersPerSecond, Metrics metrics) {
    /**
     * Trains.
     *
     * @param spec writes no samples
     */
    static EscribaRun of(TrainingSpec spec, EncodedText text, NDManager engine) {
        LearningWatch watch = new LearningWatch(Examples.of(text, spec.examples(), spec.seed()));
        Metrics metrics = new TrainingLoop(spec, watch, watch, InstantSource.system())
                .run(engine, () -> false)
                .metrics();
        return new EscribaRun(watch.charactersPerSecond(), metrics);
    }
}
