package io.escriba.bench.simulation;

/**
 * A load that rises to ten times what it was, stays, and falls again. Times are in seconds.
 *
 * @param streams at the most; a tenth of them at first and at the end
 * @param before until it rises
 * @param rise until it has risen, and again until it has fallen
 * @param stay how long it stays
 * @param after the end of the fall
 */
record Load(double streams, double before, double rise, double stay, double after) {
    private static final double LEAST = 0.1;

    /** Streams that there are to be in the mean. */
    double at(double time) {
        double begin = before;
        double top = begin + rise;
        double fall = top + stay;
        if (time < begin) {
            return streams * LEAST;
        }
        if (time < top) {
            return streams * (LEAST + (1 - LEAST) * (time - begin) / rise);
        }
        if (time < fall) {
            return streams;
        }
        return streams * Math.max(LEAST, 1 - (1 - LEAST) * (time - fall) / rise);
    }

    /** When it has risen. */
    double top() {
        return before + rise;
    }

    /** When it begins to fall. */
    double fall() {
        return top() + stay;
    }

    /** When all is over. */
    double end() {
        return fall() + rise + after;
    }
}
