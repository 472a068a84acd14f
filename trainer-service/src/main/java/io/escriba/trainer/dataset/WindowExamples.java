package io.escriba.trainer.dataset;

import io.escriba.trainer.text.EncodedText;
import io.escriba.training.ExampleSpec;
import io.escriba.training.Target;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.Iterator;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * One continuous text; its end is held out. The rest is learned in windows that begin a stride apart, in random order, each
 * with a fresh state. Memory does not depend on the number of windows.
 */
final class WindowExamples implements Examples {
    private final SplitText text;
    private final int stride;
    private final int rows;
    private final Target target;
    private final long windows;

    private WindowExamples(SplitText text, ExampleSpec spec) {
        this.text = text;
        this.stride = spec.windowStride();
        this.target = spec.target();
        this.windows = (text.trainingTargets() - spec.sequenceLength()) / stride + 1;
        this.rows = (int) Math.min(spec.batchSize(), windows);
    }

    static WindowExamples of(EncodedText encoded, ExampleSpec spec) {
        return new WindowExamples(SplitText.of(encoded, spec), spec);
    }

    @Override
    public Vocabulary vocabulary() {
        return text.ids().vocabulary();
    }

    @Override
    public long trainingCharacters() {
        return windows * (target == Target.LAST ? 1 : text.sequenceLength());
    }

    @Override
    public long validationCharacters() {
        return text.validationTargets();
    }

    @Override
    public Iterator<Batch> epoch(RandomGenerator random, long from) {
        Permutation order = new Permutation(windows, random);
        return LongStream.iterate(from * rows, window -> window < windows, window -> window + rows)
                .mapToObj(window -> batch(order, window, (int) Math.min(rows, windows - window)))
                .iterator();
    }

    private Batch batch(Permutation order, long from, int count) {
        int length = text.sequenceLength();
        int[] inputs = new int[length * count];
        int[] targets = new int[length * count];
        Arrays.fill(targets, Batch.IGNORED);
        for (int row = 0; row < count; row++) {
            long at = order.at(from + row) * stride;
            for (int t = 0; t < length; t++) {
                inputs[t * count + row] = text.ids().id(at + t);
                if (target == Target.ALL || t == length - 1) {
                    targets[t * count + row] = text.ids().id(at + t + 1);
                }
            }
        }
        return Batch.of(length, count, inputs, targets, false);
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
