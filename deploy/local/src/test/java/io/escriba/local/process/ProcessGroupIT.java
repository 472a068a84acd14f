package io.escriba.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.local.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGroupIT {
    private static final Duration GRACE = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    @Test
    void stopsTheNewestFirst() throws Exception {
        Path order = directory.resolve("order");
        try (ProcessGroup group = new ProcessGroup(Duration.ofSeconds(20))) {
            for (String name : List.of("broker", "gateway")) {
                ChildProcess child = group.start(shell(
                        name,
                        "trap 'echo " + name + " >> " + order + "; exit' TERM; echo up; while :; do sleep 0.1; done"));
                awaitLine(child, "up");
            }
        }

        assertThat(order).hasContent("gateway\nbroker");
    }

    @Test
    void killsWhatDoesNotStop() throws Exception {
        ChildProcess deaf;
        try (ProcessGroup group = new ProcessGroup(GRACE)) {
            deaf = group.start(shell("deaf", "trap '' TERM; echo up; while :; do sleep 0.1; done"));
            awaitLine(deaf, "up");
        }

        assertThat(Termination.isRunning(deaf.handle())).isFalse();
        assertThat(deaf.onExit().join().epitaph()).contains("was ended by signal 9.");
    }

    @Test
    void reportsTheFirstThatDies() throws Exception {
        try (ProcessGroup group = new ProcessGroup(GRACE)) {
            group.start(shell("steady", "exec sleep 1000"));
            ChildProcess dying = group.start(shell("trainer", "echo 'out of memory'; exit 7"));

            ChildProcess dead = group.awaitDeath();

            assertThat(dead).isSameAs(dying);
            assertThat(dead.epitaph())
                    .isEqualTo(
                            "The trainer (process " + dying.handle().pid() + ") ended with exit status 7. The end of "
                                    + dying.program().log() + ":\n  out of memory");
        }
    }

    @Test
    void doesNotReportATaskThatHasEnded() throws Exception {
        try (ProcessGroup group = new ProcessGroup(GRACE)) {
            ChildProcess task =
                    group.startTask(shell("task", "exit 7")).onExit().join();

            assertThat(task.exitStatus()).isEqualTo(7);
            assertThat(group.awaitDeath(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void doesNotReportOneThatItHasStopped() throws Exception {
        try (ProcessGroup group = new ProcessGroup(GRACE)) {
            ChildProcess steady = group.start(shell("steady", "exec sleep 1000"));
            ChildProcess child = group.start(shell("child", "exec sleep 1000"));

            group.stop(child);

            assertThat(Termination.isRunning(child.handle())).isFalse();
            assertThat(Termination.isRunning(steady.handle())).isTrue();
            assertThat(group.awaitDeath(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void doesNotReportOneThatItHasKilled() throws Exception {
        try (ProcessGroup group = new ProcessGroup(GRACE)) {
            ChildProcess child = group.start(shell("child", "trap '' TERM; echo up; while :; do sleep 0.1; done"));
            awaitLine(child, "up");

            group.kill(child);

            assertThat(Termination.isRunning(child.handle())).isFalse();
            assertThat(child.onExit().join().epitaph()).contains("was ended by signal 9.");
            assertThat(group.awaitDeath(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void isDeafToTheTerminal() throws Exception {
        try (ProcessGroup group = new ProcessGroup(GRACE)) {
            ChildProcess child = group.start(shell("child", "echo up; exec sleep 1000"));
            awaitLine(child, "up");

            for (String signal : List.of("INT", "HUP")) {
                Process kill = new ProcessBuilder(
                                "kill",
                                "-" + signal,
                                Long.toString(child.handle().pid()))
                        .start();
                assertThat(kill.waitFor()).isZero();
            }

            assertThat(group.awaitDeath(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void startsNothingAfterItsEnd() {
        ProcessGroup group = new ProcessGroup(GRACE);
        group.close();

        assertThatThrownBy(() -> group.start(shell("late", "exit 0")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("late is not started");
    }

    @Test
    void letsProcessesGo() throws Exception {
        ProcessGroup group = new ProcessGroup(GRACE);
        ChildProcess child = group.start(shell("child", "exec sleep 1000"));

        group.release();
        group.close();

        assertThat(Termination.isRunning(child.handle())).isTrue();
        Termination.stop(child.handle(), GRACE);
    }

    private Program shell(String name, String script) {
        return new Program(name, List.of("sh", "-c", script), Map.of(), directory.resolve(name + ".log"));
    }

    /** Waits until a child has written a line, which it does when it is ready for what comes. */
    private static void awaitLine(ChildProcess child, String line) throws IOException {
        while (!Files.readString(child.program().log()).contains(line)) {
            assertThat(child.handle().isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }
}
