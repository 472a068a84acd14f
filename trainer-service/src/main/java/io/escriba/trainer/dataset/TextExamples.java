package io.escriba.trainer.dataset;

import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/**
 * One continuous text; its end is held out. The text is cut into as many lanes as a batch has rows, and each batch is
 * the next window of every lane, so that the state is carried from window to window (truncated backpropagation through
 * time, Williams and Peng 1990).
 */
final class TextExamples implements Examples {
    /** Characters a validation lane reads before its first scored one, so that it starts with a settled state. */
    private static final int WARM_UP = 256;

    private static final int VALIDATION_ROWS = 32;

    private final Vocabulary vocabulary;
    private final int[] training;
    private final int[] heldOut;
    private final int sequenceLength;
    private final int rows;

    private TextExamples(Vocabulary vocabulary, int[] training, int[] heldOut, int sequenceLength, int rows) {
        this.vocabulary = vocabulary;
        this.training = training;
        this.heldOut = heldOut;
        this.sequenceLength = sequenceLength;
        this.rows = rows;
    }

    static TextExamples of(String text, TrainingSpec spec) {
        Vocabulary vocabulary = Vocabulary.of(text);
        int[] ids = vocabulary.encode(text);
        int learned = ids.length - heldOut(ids.length, spec.validationFraction());
        int window = spec.sequenceLength() + 1;
        if (learned < window) {
            int needed = window;
            while (needed - heldOut(needed, spec.validationFraction()) < window) {
                needed++;
            }
            throw new CorpusTooShortException("The corpus has " + ids.length + " characters, but at least " + needed
                    + " are needed: one window of " + window + " characters to learn from (sequenceLength "
                    + spec.sequenceLength() + ") and a held-out part of " + spec.validationFraction()
                    + ". Publish more text, or lower sequenceLength.");
        }
        int rows = Math.min(spec.batchSize(), (learned - 1) / spec.sequenceLength());
        return new TextExamples(
                vocabulary,
                Arrays.copyOf(ids, learned),
                Arrays.copyOfRange(ids, learned, ids.length),
                spec.sequenceLength(),
                rows);
    }

    private static int heldOut(int characters, double fraction) {
        return Math.max(2, (int) Math.round(characters * fraction));
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public long trainingCharacters() {
        return training.length - 1L;
    }

    @Override
    public long validationCharacters() {
        return heldOut.length - 1L;
    }

    /** Begins a little later each time, so that the windows are not cut at the same places in every pass. */
    @Override
    public Iterator<Batch> epoch(RandomGenerator random) {
        int slack = (training.length - 1) - rows * sequenceLength;
        int start = random.nextInt(Math.min(slack, sequenceLength - 1) + 1);
        int laneLength = (training.length - 1 - start) / rows;
        return new Iterator<>() {
            private int position;

            @Override
            public boolean hasNext() {
                return position + sequenceLength <= laneLength;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                boolean continued = position > 0;
                Batch batch = window(training, start + position, laneLength, sequenceLength, rows, continued);
                position += sequenceLength;
                return batch;
            }
        };
    }

    /**
     * The held-out part in lanes. Each reads the characters before it unscored, so the loss is that of a state carried
     * through the whole part, within what 256 characters of context leave.
     */
    @Override
    public List<Batch> validation() {
        int targets = heldOut.length - 1;
        int lanes = Math.max(1, Math.min(VALIDATION_ROWS, targets / (2 * WARM_UP)));
        int laneLength = (targets + lanes - 1) / lanes;
        int warmUp = lanes == 1 ? 0 : WARM_UP;
        List<Batch> batches = new ArrayList<>();
        for (int from = -warmUp; from < laneLength; from += sequenceLength) {
            int time = Math.min(sequenceLength, laneLength - from);
            batches.add(validationWindow(lanes, laneLength, from, time, from > -warmUp));
        }
        return batches;
    }

    private Batch validationWindow(int lanes, int laneLength, int from, int time, boolean continued) {
        int[] inputs = new int[time * lanes];
        int[] targets = new int[time * lanes];
        for (int t = 0; t < time; t++) {
            for (int lane = 0; lane < lanes; lane++) {
                int inLane = from + t;
                int at = lane * laneLength + inLane;
                boolean exists = at >= 0 && at < heldOut.length - 1;
                inputs[t * lanes + lane] = exists ? heldOut[at] : vocabulary.start();
                targets[t * lanes + lane] = exists && inLane >= 0 ? heldOut[at + 1] : Batch.IGNORED;
            }
        }
        return Batch.of(time, lanes, inputs, targets, continued);
    }

    private static Batch window(int[] ids, int from, int laneLength, int time, int rows, boolean continued) {
        int[] inputs = new int[time * rows];
        int[] targets = new int[time * rows];
        for (int row = 0; row < rows; row++) {
            int at = from + row * laneLength;
            for (int t = 0; t < time; t++) {
                inputs[t * rows + row] = ids[at + t];
                targets[t * rows + row] = ids[at + t + 1];
            }
        }
        return Batch.of(time, rows, inputs, targets, continued);
    }

    @Override
    public int[] excerpt(int limit) {
        return Arrays.copyOf(heldOut, Math.min(limit, heldOut.length));
    }
}
