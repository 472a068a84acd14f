package io.escriba.trainer.training;

import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import java.util.Collections;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * The batches of a training, pass after pass. The order of each pass depends on the seed and on the number of the pass
 * alone, so that a training can go on from any place. Not thread-safe.
 */
final class Course {
    private final Examples examples;
    private final long seed;
    private long pass;
    private long batch;
    private Iterator<Batch> rest = Collections.emptyIterator();

    Course(Examples examples, long seed) {
        this.examples = examples;
        this.seed = seed;
    }

    /**
     * A place between two batches.
     *
     * @param pass that has been begun last, from 1; 0 before the first
     * @param batch how many of that pass have been given
     */
    record Place(long pass, long batch) {}

    Place place() {
        return new Place(pass, batch);
    }

    /** Goes to a place. */
    void goTo(Place place) {
        pass = place.pass();
        batch = place.batch();
        rest = pass == 0 ? Collections.emptyIterator() : examples.epoch(order(), batch);
    }

    Batch next() {
        if (!rest.hasNext()) {
            goTo(new Place(pass + 1, 0));
        }
        batch++;
        return rest.next();
    }

    /** Whether the last batch was the last of its pass. */
    boolean passHasEnded() {
        return !rest.hasNext();
    }

    private SplittableRandom order() {
        return new SplittableRandom(seed * 31 + pass);
    }
}
