package io.escriba.bench.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sizes that Linux tells of a process in {@code /proc/PID/status} (proc(5)). */
public final class ProcessStatus {
    /** The resident memory, shared libraries included. */
    public static final String RESIDENT = "VmRSS";

    /** The most that the resident memory ever was. */
    public static final String HIGH_WATER_MARK = "VmHWM";

    private static final int KIB = 1024;

    private ProcessStatus() {}

    /** A size of a process, in bytes; empty when the process has ended, or the system is not Linux. */
    public static OptionalLong bytes(long pid, String size) {
        try {
            return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")), size);
        } catch (IOException e) {
            return OptionalLong.empty(); // it has ended, or the system is not Linux
        }
    }

    /** The size in the lines of the file, in bytes. */
    static OptionalLong parse(List<String> status, String size) {
        Pattern line = Pattern.compile(size + ":\\s+(\\d+) kB");
        return status.stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> Long.parseLong(found.group(1)) * KIB)
                .findFirst();
    }
}
