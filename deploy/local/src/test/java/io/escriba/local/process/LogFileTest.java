package io.escriba.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path directory;

    @Test
    void givesTheLastLinesOfALongLog() throws IOException {
        Path log = Files.writeString(directory.resolve("x.log"), "noise\n".repeat(100_000) + "first\n\nsecond\n");

        assertThat(LogFile.tail(log, 2)).containsExactly("first", "second");
    }

    @Test
    void leavesOutStackFrames() throws IOException {
        Path log = Files.writeString(
                directory.resolve("x.log"),
                "ERROR no\njava.lang.Error: a\n\tat x.Y.z(Y.java:1)\nCaused by: b\n\tat x.Y.z(Y.java:2)\n\t... 9 more\n");

        assertThat(LogFile.tail(log, 3)).containsExactly("ERROR no", "java.lang.Error: a", "Caused by: b");
    }

    @Test
    void givesNothingWhereNothingWasWritten() throws IOException {
        assertThat(LogFile.tail(directory.resolve("absent.log"), 2)).isEmpty();
    }

    @Test
    void keepsTheLogOfTheRunBefore() throws IOException {
        Path log = directory.resolve("logs").resolve("x.log");
        LogFile.rotate(log);
        Files.writeString(log, "old");

        LogFile.rotate(log);

        assertThat(log).doesNotExist();
        assertThat(log.resolveSibling("x.previous.log")).hasContent("old");
    }
}
