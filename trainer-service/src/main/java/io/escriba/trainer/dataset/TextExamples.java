package io.escriba.trainer.dataset;

import io.escriba.trainer.text.EncodedText;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One continuous text; its end is held out. The text is cut into as many lanes as a batch has rows, and each batch is
 * the next window of every lane, so that the state is carried from window to window (truncated backpropagation through
 * time, Williams and Peng 1990).
 */
final class TextExamples implements Examples {
    /** Characters a validation lane reads before its first scored one, so that it starts with a settled state. */
    private static final int WARM_UP = 256;

    private static final int VALIDATION_ROWS = 32;

    private final VocabularyIds ids;

    /** Characters to learn from; those after them are held out. */
    private final long learned;

    private final int sequenceLength;
    private final int rows;

    private TextExamples(VocabularyIds ids, long learned, int sequenceLength, int rows) {
        this.ids = ids;
        this.learned = learned;
        this.sequenceLength = sequenceLength;
        this.rows = rows;
    }

    static TextExamples of(EncodedText text, TrainingSpec spec) {
        VocabularyIds ids = VocabularyIds.ofText(text);
        long learned = ids.length() - heldOut(ids.length(), spec.validationFraction());
        int window = spec.sequenceLength() + 1;
        if (learned < window) {
            int needed = window;
            while (needed - heldOut(needed, spec.validationFraction()) < window) {
                needed++;
            }
            throw new CorpusTooShortException("The corpus has " + ids.length() + " characters, but at least " + needed
                    + " are needed: one window of " + window + " characters to learn from (sequenceLength "
                    + spec.sequenceLength() + ") and a held-out part of " + spec.validationFraction()
                    + ". Publish more text, or lower sequenceLength.");
        }
        int rows = (int) Math.min(spec.batchSize(), (learned - 1) / spec.sequenceLength());
        return new TextExamples(ids, learned, spec.sequenceLength(), rows);
    }

    private static long heldOut(long characters, double fraction) {
        return Math.max(2, Math.round(characters * fraction));
    }

    @Override
    public Vocabulary vocabulary() {
        return ids.vocabulary();
    }

    @Override
    public long trainingCharacters() {
        return learned - 1;
    }

    @Override
    public long validationCharacters() {
        return ids.length() - learned - 1;
    }

    /** Begins a little later each time, so that the windows are not cut at the same places in every pass. */
    @Override
    public Iterator<Batch> epoch(RandomGenerator random) {
        long slack = trainingCharacters() - (long) rows * sequenceLength;
        int start = random.nextInt((int) Math.min(slack, sequenceLength - 1) + 1);
        long laneLength = (trainingCharacters() - start) / rows;
        return new Iterator<>() {
            private long position;

            @Override
            public boolean hasNext() {
                return position + sequenceLength <= laneLength;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Batch batch = window(start + position, laneLength, position > 0);
                position += sequenceLength;
                return batch;
            }
        };
    }

    private Batch window(long from, long laneLength, boolean continued) {
        int[] inputs = new int[sequenceLength * rows];
        int[] targets = new int[sequenceLength * rows];
        for (int row = 0; row < rows; row++) {
            long at = from + row * laneLength;
            for (int t = 0; t < sequenceLength; t++) {
                inputs[t * rows + row] = ids.id(at + t);
                targets[t * rows + row] = ids.id(at + t + 1);
            }
        }
        return Batch.of(sequenceLength, rows, inputs, targets, continued);
    }

    /**
     * The held-out part in lanes. Each reads the characters before it unscored, so the loss is that of a state carried
     * through the whole part, within what 256 characters of context leave.
     */
    @Override
    public Iterator<Batch> validation() {
        long targets = validationCharacters();
        int lanes = (int) Math.max(1, Math.min(VALIDATION_ROWS, targets / (2 * WARM_UP)));
        long laneLength = (targets + lanes - 1) / lanes;
        int warmUp = lanes == 1 ? 0 : WARM_UP;
        return LongStream.iterate(-warmUp, from -> from < laneLength, from -> from + sequenceLength)
                .mapToObj(from -> {
                    int time = (int) Math.min(sequenceLength, laneLength - from);
                    return validationWindow(lanes, laneLength, from, time, from > -warmUp);
                })
                .iterator();
    }

    private Batch validationWindow(int lanes, long laneLength, long from, int time, boolean continued) {
        int[] inputs = new int[time * lanes];
        int[] targets = new int[time * lanes];
        for (int t = 0; t < time; t++) {
            for (int lane = 0; lane < lanes; lane++) {
                long inLane = from + t;
                long at = lane * laneLength + inLane;
                boolean exists = at >= 0 && at < validationCharacters();
                inputs[t * lanes + lane] =
                        exists ? ids.id(learned + at) : vocabulary().start();
                targets[t * lanes + lane] = exists && inLane >= 0 ? ids.id(learned + at + 1) : Batch.IGNORED;
            }
        }
        return Batch.of(time, lanes, inputs, targets, continued);
    }

    @Override
    public int[] excerpt(int limit) {
        int length = (int) Math.min(limit, ids.length() - learned);
        return IntStream.range(0, length).map(i -> ids.id(learned + i)).toArray();
    }
}
