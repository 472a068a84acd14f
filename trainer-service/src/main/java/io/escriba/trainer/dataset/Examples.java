package io.escriba.trainer.dataset;

import io.escriba.trainer.text.EncodedText;
import io.escriba.training.ExampleSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/** A corpus as examples: a part to learn from and a part that is held out. Batches are made as they are asked for. */
public interface Examples {
    /** Every character of both parts. */
    Vocabulary vocabulary();

    /** Targets of one pass over the part to learn from. */
    long trainingCharacters();

    /** Targets of the held-out part, of a long one those that are measured. */
    long validationCharacters();

    /**
     * One pass over the part to learn from.
     *
     * @param random decides the order, or where the pass begins
     */
    default Iterator<Batch> epoch(RandomGenerator random) {
        return epoch(random, 0);
    }

    /**
     * The rest of such a pass.
     *
     * @param from batches of the pass that are left out, as they were learned before
     */
    Iterator<Batch> epoch(RandomGenerator random, long from);

    /** The held-out part, of a long one as much as tells the loss; always the same batches. */
    Iterator<Batch> validation();

    /**
     * Passages of the part to learn from, spread evenly over it: of a text as much as is asked for, of lines whole windows.
     *
     * @param most ids of all of them together, about
     */
    Iterator<int[]> passages(int most);

    /** The beginning of the held-out part as ids, for checks on real text; at least 2 and at most {@code limit} ids. */
    int[] excerpt(int limit);

    /**
     * The examples of a text, as the spec divides it.
     *
     * @param seed decides which lines are held out
     * @throws CorpusTooShortException when there is not enough to learn from and to hold out
     */
    static Examples of(EncodedText text, ExampleSpec spec, long seed) {
        return switch (spec.documents()) {
            case TEXT -> spec.shuffle() ? WindowExamples.of(text, spec) : TextExamples.of(text, spec);
            case LINES -> LineExamples.of(text, spec, seed);
        };
    }
}
