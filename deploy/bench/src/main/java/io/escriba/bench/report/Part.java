package io.escriba.bench.corpora;

import io.escriba.bench.report.Section;
import io.escriba.local.CommandException;

/** One thing that is measured, on an instance that the parts before it may have used. */
interface Part {
    /**
     * Measures it.
     *
     * @throws CommandException when it cannot be measured at all
     */
    Section measure() throws InterruptedException;
}
