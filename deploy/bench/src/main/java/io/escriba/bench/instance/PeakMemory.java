package io.escriba.bench.instance;

import io.escriba.local.process.ChildProcess;
import java.util.OptionalLong;

/**
 * The most memory that a process had at a time.
 *
 * @param process its name
 * @param heap the limit of its heap, as Java's {@code -Xmx} was given it
 * @param bytes resident, the pages of shared libraries included; empty where the system does not say
 */
public record PeakMemory(String process, String heap, OptionalLong bytes) {
    private static final String HEAP_LIMIT = "-Xmx";

    /** That of a running process, up to now. */
    static PeakMemory of(ChildProcess child) {
        String heap = child.program().command().stream()
                .filter(argument -> argument.startsWith(HEAP_LIMIT))
                .map(argument -> argument.substring(HEAP_LIMIT.length()))
                .findFirst()
                .orElse("default");
        return new PeakMemory(child.program().name(), heap, read(child.handle().pid()));
    }

    /** That of this process, up to now. */
    public static OptionalLong ofThisProcess() {
        return read(ProcessHandle.current().pid());
    }

    private static OptionalLong read(long pid) {
        return ProcessStatus.bytes(pid, ProcessStatus.HIGH_WATER_MARK);
    }
}
