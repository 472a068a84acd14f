package io.escriba.trainer.dataset;

/**
 * Examples that are learned from together.
 *
 * @param time characters of each example
 * @param rows examples
 * @param inputs ids read, {@code [time, rows]} flattened, time slowest
 * @param targets ids to be predicted after each input, in the same layout; {@link #IGNORED} where nothing is scored
 * @param continued whether each row goes on where the same row of the batch before ended, so that its state is carried
 * @param scored targets that are not ignored
 */
public record Batch(int time, int rows, int[] inputs, int[] targets, boolean continued, int scored) {
    /** Marks a target that does not count, such as the padding after a short line. */
    public static final int IGNORED = -1;

    /** Some of its rows. */
    public Batch rows(int from, int to) {
        if (from == 0 && to == rows) {
            return this;
        }
        int count = to - from;
        int[] someInputs = new int[time * count];
        int[] someTargets = new int[time * count];
        for (int t = 0; t < time; t++) {
            System.arraycopy(inputs, t * rows + from, someInputs, t * count, count);
            System.arraycopy(targets, t * rows + from, someTargets, t * count, count);
        }
        return of(time, count, someInputs, someTargets, continued);
    }

    static Batch of(int time, int rows, int[] inputs, int[] targets, boolean continued) {
        int scored = 0;
        for (int target : targets) {
            if (target != IGNORED) {
                scored++;
            }
        }
        return new Batch(time, rows, inputs, targets, continued, scored);
    }
}
