package io.escriba.inference.session;

import io.escriba.model.StateTensor;
import java.util.List;

/**
 * How many rows a model keeps ready for streams.
 *
 * @param least from the beginning on, at least 1
 * @param most however many streams there are
 */
record RowRange(int least, int most) {
    /** Bytes of state that are not worth a change: most models keep all their rows in less. */
    private static final long SMALL = 4L << 20;

    /**
     * The range of a model.
     *
     * @param least rows of a call, at least 1
     * @param wanted streams that may run at once
     * @param memory bytes that the state of all streams may take
     */
    static RowRange of(List<StateTensor> states, int least, int wanted, long memory) {
        long each = StateRows.bytes(states);
        int widest = states.stream().mapToInt(StateTensor::width).max().orElse(1);
        // Memory for one call more is needed to read with, and a buffer of Java's is counted in ints.
        long most = Math.min(memory / each - least, Integer.MAX_VALUE / ((long) widest * Float.BYTES));
        int rows = (int) Math.max(least, Math.min(wanted, most));
        return new RowRange((int) Math.max(least, Math.min(rows, SMALL / each)), rows);
    }

    /**
     * How many rows to keep ready. It is doubled when it is too small, and made smaller when three quarters of it are not
     * used: whatever comes and goes, a stream then costs the copying of a few rows.
     *
     * @param ready so far
     * @param used from now on, at most {@link #most}
     */
    int fitting(int ready, int used) {
        if (used > ready) {
            return Math.min(most, Math.max(used, 2 * ready));
        }
        return used <= ready / 4 ? Math.min(ready, Math.max(least, 2 * used)) : ready;
    }
}
