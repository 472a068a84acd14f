package io.escriba.bench.report;

import io.escriba.local.CommandException;

/** One thing that is measured; a benchmark measures its parts one after another. */
public interface Part {
    /**
     * Measures it.
     *
     * @throws CommandException when it cannot be measured at all
     */
    Section measure() throws InterruptedException;
}
