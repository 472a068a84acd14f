package io.escriba.bench.report;

import io.escriba.local.CommandException;

/** What all benchmarks demand of the numbers that they are given. */
public final class Options {
    private Options() {}

    /**
     * Refuses a number that is too small.
     *
     * @param option as it is written on the command line
     * @throws CommandException when it is
     */
    public static void atLeast(int least, String option, int value) {
        if (value < least) {
            throw new CommandException(option + " is " + value + ". Use " + least + " or more.");
        }
    }
}
