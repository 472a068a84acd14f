package io.escriba.local.process;

import io.escriba.local.CommandException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A process that this one has started. Its output goes to its log, and it has no input. */
public final class ChildProcess {
    /**
     * Ctrl-C goes to every process of the terminal. The launcher alone acts on it, or they would all stop at once and in no
     * order; nor do they end with the terminal, because they may be meant to go on without it.
     */
    private static final List<String> DEAF_TO_THE_TERMINAL = List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private static final int LINES_SHOWN = 12;
    private static final int FIRST_SIGNAL_STATUS = 128;

    private final Program program;
    private final Process process;

    private ChildProcess(Program program, Process process) {
        this.program = program;
        this.process = process;
    }

    static ChildProcess start(Program program) {
        List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
        command.addAll(program.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(program.log().toFile());
        builder.environment().putAll(program.environment());
        try {
            LogFile.rotate(program.log());
            return new ChildProcess(program, builder.start());
        } catch (IOException e) {
            throw new CommandException("The " + program.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** What it runs. */
    public Program program() {
        return program;
    }

    /** The process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Completes with this child when it has ended. */
    public CompletableFuture<ChildProcess> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    /** The exit status of this child, which has ended. */
    public int exitStatus() {
        return process.exitValue();
    }

    /** How this child, which has ended, ended: one sentence, and the end of its log below it. */
    public String epitaph() {
        int status = process.exitValue();
        String end = status > FIRST_SIGNAL_STATUS
                ? "was ended by signal " + (status - FIRST_SIGNAL_STATUS)
                : "ended with exit status " + status;
        return "The " + program.name() + " (process " + process.pid() + ") " + end + ". " + endOfLog();
    }

    /** The last lines of its log, below a sentence that introduces them. */
    public String endOfLog() {
        try {
            List<String> lines = LogFile.tail(program.log(), LINES_SHOWN);
            return lines.isEmpty()
                    ? "Its log " + program.log() + " is empty."
                    : "The end of " + program.log() + ":\n  " + String.join("\n  ", lines);
        } catch (IOException e) {
            return "Its log " + program.log() + " cannot be read: " + e.getMessage();
        }
    }
}
