package io.escriba.trainer.dataset;

import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Lines as documents: each is read from its begin mark with a fresh state and predicted up to its end mark. Lines of
 * like length are learned together, the shorter ones padded. A line longer than a window is learned in several windows,
 * each with a fresh state. The held-out lines are chosen by the spec's seed, since lines are often sorted.
 */
final class LineExamples implements Examples {
    private static final int LEAST_LINES = 2;
    private static final int VALIDATION_ROWS = 64;

    private final Vocabulary vocabulary;
    private final List<int[]> training;
    private final List<int[]> heldOut;
    private final int rows;

    private LineExamples(Vocabulary vocabulary, List<int[]> training, List<int[]> heldOut, int rows) {
        this.vocabulary = vocabulary;
        this.training = training;
        this.heldOut = heldOut;
        this.rows = rows;
    }

    static LineExamples of(String text, TrainingSpec spec) {
        List<String> lines =
                new ArrayList<>(text.lines().filter(line -> !line.isEmpty()).toList());
        if (lines.size() < LEAST_LINES) {
            throw new CorpusTooShortException("The corpus has " + lines.size()
                    + " lines that are not empty, but at least "
                    + LEAST_LINES + " are needed, one to learn from and one to hold out. Publish more lines, or train"
                    + " with documents as text.");
        }
        Vocabulary vocabulary = Vocabulary.ofDocuments(lines.stream().flatMapToInt(String::codePoints));
        Collections.shuffle(lines, new Random(spec.seed()));
        int held = Math.max(1, (int) Math.round(lines.size() * spec.validationFraction()));
        List<int[]> windows = new ArrayList<>();
        List<int[]> heldOut = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int[] document = document(vocabulary, lines.get(i));
            (i < held ? heldOut : windows).addAll(windows(document, spec.sequenceLength()));
        }
        return new LineExamples(vocabulary, windows, heldOut, spec.batchSize());
    }

    private static int[] document(Vocabulary vocabulary, String line) {
        int[] characters = vocabulary.encode(line);
        int[] document = new int[characters.length + 2];
        document[0] = vocabulary.beginMark().orElseThrow();
        System.arraycopy(characters, 0, document, 1, characters.length);
        document[document.length - 1] = vocabulary.endMark().orElseThrow();
        return document;
    }

    /** The document's windows of {@code length} inputs and as many targets; each begins with the last one's end. */
    private static List<int[]> windows(int[] document, int length) {
        List<int[]> windows = new ArrayList<>();
        for (int from = 0; from < document.length - 1; from += length) {
            windows.add(Arrays.copyOfRange(document, from, Math.min(document.length, from + length + 1)));
        }
        return windows;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public long trainingCharacters() {
        return targets(training);
    }

    @Override
    public long validationCharacters() {
        return targets(heldOut);
    }

    private static long targets(List<int[]> windows) {
        return windows.stream().mapToLong(window -> window.length - 1L).sum();
    }

    @Override
    public Iterator<Batch> epoch(RandomGenerator random) {
        List<int[]> order = new ArrayList<>(training);
        shuffle(order, random);
        order.sort(Comparator.comparingInt(window -> window.length));
        List<Batch> batches = batches(order, rows);
        shuffle(batches, random);
        return batches.iterator();
    }

    @Override
    public List<Batch> validation() {
        List<int[]> order = new ArrayList<>(heldOut);
        order.sort(Comparator.comparingInt(window -> window.length));
        return batches(order, VALIDATION_ROWS);
    }

    private static List<Batch> batches(List<int[]> windows, int rows) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < windows.size(); from += rows) {
            batches.add(padded(windows.subList(from, Math.min(windows.size(), from + rows))));
        }
        return batches;
    }

    private static Batch padded(List<int[]> windows) {
        int rows = windows.size();
        int time = windows.get(rows - 1).length - 1;
        int[] inputs = new int[time * rows];
        int[] targets = new int[time * rows];
        Arrays.fill(targets, Batch.IGNORED);
        for (int row = 0; row < rows; row++) {
            int[] window = windows.get(row);
            for (int t = 0; t < window.length - 1; t++) {
                inputs[t * rows + row] = window[t];
                targets[t * rows + row] = window[t + 1];
            }
        }
        return Batch.of(time, rows, inputs, targets, false);
    }

    /** Fisher and Yates's shuffle; {@code Collections.shuffle} takes a RandomGenerator only from Java 21 on. */
    private static <T> void shuffle(List<T> list, RandomGenerator random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }

    @Override
    public int[] excerpt(int limit) {
        int[] ids = new int[limit];
        int length = 0;
        for (int[] window : heldOut) {
            int part = Math.min(window.length, limit - length);
            System.arraycopy(window, 0, ids, length, part);
            length += part;
        }
        return Arrays.copyOf(ids, length);
    }
}
