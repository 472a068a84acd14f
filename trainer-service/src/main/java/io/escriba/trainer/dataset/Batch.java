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
