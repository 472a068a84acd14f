package io.escriba.trainer.dataset;

import io.escriba.trainer.text.EncodedText;
import io.escriba.training.ExampleSpec;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One continuous text whose end is held out.
 *
 * @param learned characters to learn from; those after them are held out
 */
record SplitText(VocabularyIds ids, long learned, int sequenceLength) {
    /** Characters a validation lane reads before its first scored one, so that it starts with a settled state. */
    private static final int WARM_UP = 256;

    private static final int VALIDATION_ROWS = 64;

    /** Enough to know the loss of any text; of a longer part, only its beginning is measured. */
    private static final long MOST_TARGETS = 1 << 20;

    /** Long beside the few characters whose context is cut off at its beginning. */
    private static final int PASSAGE = 1 << 16;

    /**
     * Splits a text.
     *
     * @throws CorpusTooShortException when there is not one window to learn from
     */
    static SplitText of(EncodedText text, ExampleSpec spec) {
        VocabularyIds ids = VocabularyIds.ofText(text, spec);
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
        return new SplitText(ids, learned, spec.sequenceLength());
    }

    private static long heldOut(long characters, double fraction) {
        return Math.max(2, Math.round(characters * fraction));
    }

    /** Targets of the part to learn from. */
    long trainingTargets() {
        return learned - 1;
    }

    /** Targets of the held-out part that are measured. */
    long validationTargets() {
        return Math.min(MOST_TARGETS, ids.length() - learned - 1);
    }

    /**
     * The held-out part in lanes. Each reads the characters before it unscored, so the loss is that of a state carried
     * through the whole part, within what 256 characters of context leave.
     */
    Iterator<Batch> validation() {
        long targets = validationTargets();
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
                boolean exists = at >= 0 && at < validationTargets();
                inputs[t * lanes + lane] =
                        exists ? ids.id(learned + at) : ids.vocabulary().start();
                targets[t * lanes + lane] = exists && inLane >= 0 ? ids.id(learned + at + 1) : Batch.IGNORED;
            }
        }
        return Batch.of(time, lanes, inputs, targets, continued);
    }

    /** Passages of the part to learn from: all of it in one, or as many shorter ones as are asked for, spread evenly. */
    Iterator<int[]> passages(int most) {
        if (learned <= most) {
            return List.of(ids(0, (int) learned)).iterator();
        }
        int passages = Math.max(1, most / PASSAGE);
        int length = Math.min(most, PASSAGE);
        return IntStream.range(0, passages)
                .mapToObj(i -> ids(learned / passages * i, length))
                .iterator();
    }

    private int[] ids(long from, int length) {
        return IntStream.range(0, length).map(i -> ids.id(from + i)).toArray();
    }

    /** The beginning of the held-out part, at most so many ids. */
    int[] excerpt(int limit) {
        int length = (int) Math.min(limit, ids.length() - learned);
        return ids(learned, length);
    }
}
