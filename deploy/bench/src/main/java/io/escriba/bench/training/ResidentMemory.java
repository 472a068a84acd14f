package io.escriba.bench.training;

import io.escriba.bench.report.Figures;
import io.escriba.local.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of this process.
 *
 * @param resident bytes, shared libraries included
 * @param heap bytes that Java's heap has taken, all of them resident with {@code -XX:+AlwaysPreTouch}
 */
record ResidentMemory(long resident, long heap) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final int KIB = 1024;

    /**
     * As it is now.
     *
     * @throws CommandException when the system does not say
     */
    static ResidentMemory now() {
        try {
            return new ResidentMemory(
                    parse(Files.readAllLines(STATUS)), Runtime.getRuntime().totalMemory());
        } catch (IOException e) {
            throw new CommandException("Memory is measured on Linux only: " + e.getMessage(), e);
        }
    }

    /** The resident size in the lines of Linux's {@code /proc/PID/status} (proc(5)), in bytes. */
    static long parse(List<String> status) {
        return status.stream()
                .map(RESIDENT::matcher)
                .filter(Matcher::matches)
                .mapToLong(size -> Long.parseLong(size.group(1)) * KIB)
                .findFirst()
                .orElseThrow(() -> new CommandException("There is no VmRSS in " + STATUS + "."));
    }

    /** The figures as cells of a table, in mebibytes: all, the heap, and what is not the heap. */
    List<String> cells() {
        return List.of(Figures.mebibytes(resident), Figures.mebibytes(heap), Figures.mebibytes(resident - heap));
    }
}
