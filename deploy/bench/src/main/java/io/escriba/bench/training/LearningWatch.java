package io.escriba.bench.training;

import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.training.TrainingListener;
import io.escriba.vocabulary.Vocabulary;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/**
 * Measures from outside how fast a training loop learns: the time since it asked for its first batch, with everything that it
 * does to get batches, and without that in which it measures the held-out part.
 */
final class LearningWatch implements Examples, TrainingListener {
    private final Examples examples;
    private boolean running;
    private long since;
    private long nanos;
    private double epochs;

    /** A watch of a training on these examples, of which it is told too. */
    LearningWatch(Examples examples) {
        this.examples = examples;
    }

    /**
     * Predicted characters that were learned from, a second.
     *
     * @throws IllegalStateException when nothing was
     */
    double charactersPerSecond() {
        if (nanos == 0) {
            throw new IllegalStateException("The training has not come to its end.");
        }
        return epochs * examples.trainingCharacters() / (nanos / 1e9);
    }

    @Override
    public Iterator<Batch> epoch(RandomGenerator random, long from) {
        if (!running) {
            run();
        }
        return examples.epoch(random, from);
    }

    @Override
    public void begun(long step) {
        // Learning begins with the first batch.
    }

    @Override
    public Iterator<Batch> validation() {
        nanos += System.nanoTime() - since;
        return examples.validation();
    }

    @Override
    public void measured(Measurement measurement) {
        epochs = measurement.epoch();
        if (measurement.validationLoss().isPresent()) {
            run();
        }
    }

    private void run() {
        running = true;
        since = System.nanoTime();
    }

    @Override
    public void sampled(long step, double temperature, String text) {
        throw new IllegalStateException("A sample would count as learning: give no sampleTemperatures.");
    }

    @Override
    public Vocabulary vocabulary() {
        return examples.vocabulary();
    }

    @Override
    public long trainingCharacters() {
        return examples.trainingCharacters();
    }

    @Override
    public long validationCharacters() {
        return examples.validationCharacters();
    }

    @Override
    public Iterator<int[]> passages(int most) {
        return examples.passages(most);
    }

    @Override
    public int[] excerpt(int limit) {
        return examples.excerpt(limit);
    }
}
