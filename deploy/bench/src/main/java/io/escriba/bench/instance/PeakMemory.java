package io.escriba.bench.instance;

import io.escriba.local.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most memory that a process had at a time.
 *
 * @param process its name
 * @param heap the limit of its heap, as Java's {@code -Xmx} was given it
 * @param bytes resident, the pages of shared libraries included; empty where the system does not say
 */
public record PeakMemory(String process, String heap, OptionalLong bytes) {
    private static final Pattern HIGH_WATER_MARK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final String HEAP_LIMIT = "-Xmx";
    private static final int KIB = 1024;

    /** That of a running process, up to now. */
    static PeakMemory of(ChildProcess child) {
        String heap = child.program().command().stream()
                .filter(argument -> argument.startsWith(HEAP_LIMIT))
                .map(argument -> argument.substring(HEAP_LIMIT.length()))
                .findFirst()
                .orElse("default");
        return new PeakMemory(child.program().name(), heap, read(child.handle().pid()));
    }

    /** The high water mark in the lines of Linux's {@code /proc/PID/status} (proc(5)), in bytes. */
    static OptionalLong parse(List<String> status) {
        return status.stream()
                .map(HIGH_WATER_MARK::matcher)
                .filter(Matcher::matches)
                .mapToLong(mark -> Long.parseLong(mark.group(1)) * KIB)
                .findFirst();
    }

    /** That of this process, up to now. */
    public static OptionalLong ofThisProcess() {
        return read(ProcessHandle.current().pid());
    }

    private static OptionalLong read(long pid) {
        try {
            return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException e) {
            return OptionalLong.empty(); // it has ended, or the system is not Linux
        }
    }
}
