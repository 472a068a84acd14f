package io.escriba.trainer.dataset;

import io.escriba.trainer.text.EncodedText;
import io.escriba.training.ExampleSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Lines as documents: each is read from its begin mark with a fresh state and predicted up to its end mark. Lines of
 * like length are learned together, the shorter ones padded. A line longer than a window is learned in several windows,
 * each with a fresh state. The held-out lines are chosen by the spec's seed, since lines are often sorted.
 *
 * <p>A line's begin mark is thought to be where the line before it ends, and its end mark where it ends itself, so a
 * window is a place in the text and a length. Memory is 8 bytes a window, and as much again during a pass.
 */
final class LineExamples implements Examples {
    private static final int LEAST_LINES = 2;
    private static final int VALIDATION_ROWS = 64;

    /** Enough to know the loss of any list; of more held-out lines, no others are measured. */
    private static final int MOST_MEASURED = 1 << 15;

    private final VocabularyIds ids;
    private final Windows training;
    private final Windows heldOut;
    private final int rows;

    private LineExamples(VocabularyIds ids, Windows training, Windows heldOut, int rows) {
        this.ids = ids;
        this.training = training;
        this.heldOut = heldOut;
        this.rows = rows;
    }

    static LineExamples of(EncodedText text, ExampleSpec spec, long seed) {
        VocabularyIds ids = VocabularyIds.ofDocuments(text, spec, c -> c == '\n' || c == '\r');
        long[] lines = lines(ids);
        if (lines.length < LEAST_LINES) {
            throw new CorpusTooShortException("The corpus has " + lines.length
                    + " lines that are not empty, but at least "
                    + LEAST_LINES + " are needed, one to learn from and one to hold out. Publish more lines, or train"
                    + " with documents as text.");
        }
        Shuffle.of(lines, new SplittableRandom(seed));
        int held = Math.max(1, (int) Math.round(lines.length * spec.validationFraction()));
        int measured = Math.min(held, MOST_MEASURED);
        Windows heldOut = Windows.of(Arrays.copyOf(lines, measured), ids, spec.sequenceLength());
        Windows training = Windows.of(Arrays.copyOfRange(lines, held, lines.length), ids, spec.sequenceLength());
        return new LineExamples(ids, training, heldOut, spec.batchSize());
    }

    /** The index of the first character of each line that is not empty. */
    private static long[] lines(VocabularyIds ids) {
        long[] lines = new long[16];
        int count = 0;
        for (long i = 0; i < ids.length(); i++) {
            if (ids.isBorder(i - 1) && !ids.isBorder(i)) {
                if (count == lines.length) {
                    lines = Arrays.copyOf(lines, 2 * count);
                }
                lines[count++] = i;
            }
        }
        return Arrays.copyOf(lines, count);
    }

    @Override
    public Vocabulary vocabulary() {
        return ids.vocabulary();
    }

    @Override
    public long trainingCharacters() {
        return training.targets();
    }

    @Override
    public long validationCharacters() {
        return heldOut.targets();
    }

    @Override
    public Iterator<Batch> epoch(RandomGenerator random, long from) {
        Windows order = training.shuffled(random).byLength();
        int[] starts = new int[(order.size() + rows - 1) / rows];
        Arrays.setAll(starts, i -> i * rows);
        Shuffle.of(starts, random);
        return Arrays.stream(starts)
                .skip(from)
                .mapToObj(start -> padded(order, start, rows))
                .iterator();
    }

    @Override
    public Iterator<Batch> validation() {
        Windows order = heldOut.byLength();
        return IntStream.iterate(0, start -> start < order.size(), start -> start + VALIDATION_ROWS)
                .mapToObj(start -> padded(order, start, VALIDATION_ROWS))
                .iterator();
    }

    private Batch padded(Windows windows, int from, int most) {
        int count = Math.min(most, windows.size() - from);
        int time = windows.length(from + count - 1);
        int[] inputs = new int[time * count];
        int[] targets = new int[time * count];
        Arrays.fill(targets, Batch.IGNORED);
        for (int row = 0; row < count; row++) {
            long first = windows.first(from + row);
            for (int t = 0; t < windows.length(from + row); t++) {
                inputs[t * count + row] = input(first + t);
                targets[t * count + row] = target(first + t + 1);
            }
        }
        return Batch.of(time, count, inputs, targets, false);
    }

    /** The id that is read at an index: where a line ends, the next one begins. */
    private int input(long index) {
        return ids.isBorder(index) ? vocabulary().beginMark().orElseThrow() : ids.id(index);
    }

    private int target(long index) {
        return ids.isBorder(index) ? vocabulary().endMark().orElseThrow() : ids.id(index);
    }

    @Override
    public Iterator<int[]> passages(int most) {
        int every = Math.toIntExact(Math.max(1, training.targets() / most));
        return IntStream.iterate(0, window -> window < training.size(), window -> window + every)
                .mapToObj(this::passage)
                .iterator();
    }

    /** All that a window reads and predicts. */
    private int[] passage(int window) {
        long first = training.first(window);
        int[] passage = new int[training.length(window) + 1];
        passage[0] = input(first);
        for (int t = 1; t < passage.length; t++) {
            passage[t] = target(first + t);
        }
        return passage;
    }

    @Override
    public int[] excerpt(int limit) {
        int[] excerpt = new int[limit];
        int length = 0;
        for (int i = 0; i < heldOut.size() && length < limit; i++) {
            long first = heldOut.first(i);
            for (int t = 0; t < heldOut.length(i) && length < limit; t++) {
                excerpt[length++] = input(first + t);
            }
            if (length < limit) {
                excerpt[length++] = target(first + heldOut.length(i));
            }
        }
        return Arrays.copyOf(excerpt, length);
    }
}
