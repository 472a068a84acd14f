package io.escriba.model;

/**
 * One tensor of state: float32 {@code [1, batch, width]}, so that a stream is a row. It starts as zeros.
 *
 * @param input its name among the graph's inputs, such as {@code h0}
 * @param output the name of the output that holds its next value
 * @param width floats of one row
 * @param inPlace whether both may share their memory: the one operator that reads the input only changes some of its
 *     numbers, as in a key-value cache
 */
public record StateTensor(String input, String output, int width, boolean inPlace) {
    /** A tensor whose next value needs memory of its own. */
    public StateTensor(String input, String output, int width) {
        this(input, output, width, false);
    }
}
