package io.escriba.model;

/**
 * One tensor of state: float32 {@code [1, batch, width]}, so that a stream is a row. It starts as zeros.
 *
 * @param input its name among the graph's inputs, such as {@code h0}
 * @param output the name of the output that holds its next value
 * @param width floats of one row
 */
public record StateTensor(String input, String output, int width) {}
