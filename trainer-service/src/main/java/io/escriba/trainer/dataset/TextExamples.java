package io.escriba.trainer.dataset;

import io.escriba.trainer.text.EncodedText;
import io.escriba.training.ExampleSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/**
 * One continuous text; its end is held out. The text is cut into as many lanes as a batch has rows, and each batch is
 * the next window of every lane, so that the state is carried from window to window (truncated backpropagation through
 * time, Williams and Peng 1990).
 */
final class TextExamples implements Examples {
    private final SplitText text;
    private final int rows;

    private TextExamples(SplitText text, int rows) {
        this.text = text;
        this.rows = rows;
    }

    static TextExamples of(EncodedText encoded, ExampleSpec spec) {
        SplitText text = SplitText.of(encoded, spec);
        int rows = (int) Math.min(spec.batchSize(), text.trainingTargets() / spec.sequenceLength());
        return new TextExamples(text, rows);
    }

    @Override
    public Vocabulary vocabulary() {
        return text.ids().vocabulary();
    }

    @Override
    public long trainingCharacters() {
        return text.trainingTargets();
    }

    @Override
    public long validationCharacters() {
        return text.validationTargets();
    }

    /** Begins a little later each time, so that the windows are not cut at the same places in every pass. */
    @Override
    public Iterator<Batch> epoch(RandomGenerator random, long from) {
        int length = text.sequenceLength();
        long slack = trainingCharacters() - (long) rows * length;
        int start = random.nextInt((int) Math.min(slack, length - 1) + 1);
        long laneLength = (trainingCharacters() - start) / rows;
        return new Iterator<>() {
            private long position = from * length;

            @Override
            public boolean hasNext() {
                return position + length <= laneLength;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Batch batch = window(start + position, laneLength, position > 0);
                position += length;
                return batch;
            }
        };
    }

    private Batch window(long from, long laneLength, boolean continued) {
        int length = text.sequenceLength();
        int[] inputs = new int[length * rows];
        int[] targets = new int[length * rows];
        for (int row = 0; row < rows; row++) {
            long at = from + row * laneLength;
            for (int t = 0; t < length; t++) {
                inputs[t * rows + row] = text.ids().id(at + t);
                targets[t * rows + row] = text.ids().id(at + t + 1);
            }
        }
        return Batch.of(length, rows, inputs, targets, continued);
    }

    @Override
    public Iterator<Batch> validation() {
        return text.validation();
    }

    @Override
    public Iterator<int[]> passages(int most) {
        return text.passages(most);
    }

    @Override
    public int[] excerpt(int limit) {
        return text.excerpt(limit);
    }
}
