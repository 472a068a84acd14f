package io.escriba.local.process;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The file that a process writes its output to. */
final class LogFile {
    /** Enough for the last lines, even with stack traces between them; a log itself may be large. */
    private static final int TAIL_BYTES = 64 * 1024;

    /** A stack trace would push the words above it out of sight. */
    private static final Pattern BLANK_OR_STACK_FRAME = Pattern.compile("\\s*|\\s+at .*|\\s+\\.\\.\\. \\d+ more");

    private LogFile() {}

    /** Makes room for a new log and keeps the one before it as {@code NAME.previous.log}. */
    static void rotate(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log)) {
            String name = log.getFileName().toString();
            int dot = name.lastIndexOf('.');
            String previous = name.substring(0, dot < 0 ? name.length() : dot) + ".previous.log";
            Files.move(log, log.resolveSibling(previous), REPLACE_EXISTING);
        }
    }

    /** The last lines of a log that say something, oldest first; none when there is no log. */
    static List<String> tail(Path log, int lines) throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            byte[] end = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(end);
            List<String> found = new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !BLANK_OR_STACK_FRAME.matcher(line).matches())
                    .toList();
            return found.subList(Math.max(0, found.size() - lines), found.size());
        }
    }
}
