package io.escriba.bench.training;

import io.escriba.bench.instance.ProcessStatus;
import io.escriba.bench.report.Figures;
import io.escriba.local.CommandException;
import java.util.List;

/**
 * The memory of this process.
 *
 * @param resident bytes, shared libraries included
 * @param heap bytes that Java's heap has taken, all of them resident with {@code -XX:+AlwaysPreTouch}
 */
record ResidentMemory(long resident, long heap) {
    /**
     * As it is now.
     *
     * @throws CommandException when the system does not say
     */
    static ResidentMemory now() {
        long resident = ProcessStatus.bytes(ProcessHandle.current().pid(), ProcessStatus.RESIDENT)
                .orElseThrow(() -> new CommandException(
                        "Memory is measured on Linux only, by " + ProcessStatus.RESIDENT + " of /proc/self/status."));
        return new ResidentMemory(resident, Runtime.getRuntime().totalMemory());
    }

    /** The figures as cells of a table, in mebibytes: all, the heap, and what is not the heap. */
    List<String> cells() {
        return List.of(Figures.mebibytes(resident), Figures.mebibytes(heap), Figures.mebibytes(resident - heap));
    }
}
