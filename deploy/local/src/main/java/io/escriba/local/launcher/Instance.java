package io.escriba.local.launcher;

import io.escriba.local.CommandException;
import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.instance.InstanceLock;
import io.escriba.local.instance.Run;
import io.escriba.local.instance.RunFile;
import io.escriba.local.process.ChildProcess;
import io.escriba.local.process.ProcessGroup;
import io.escriba.local.process.ProcessIdentity;
import io.escriba.local.process.Program;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The processes that this launcher runs for a directory. Closing it stops them all, unless they were let go before.
 */
final class Instance implements AutoCloseable {
    /** How long a process may take to stop before it is killed. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private final InstanceLock lock;
    private final RunFile file;
    private final ProcessGroup group = new ProcessGroup(GRACE);
    private volatile Run run;
    private volatile boolean detached;

    private Instance(InstanceLock lock, RunFile file, Run run) {
        this.lock = lock;
        this.file = file;
        this.run = run;
    }

    /**
     * Takes a directory for processes that will be started.
     *
     * @throws CommandException when another launcher or its processes use it
     */
    static Instance open(InstanceDirectory directory, Ports ports, String kafka) {
        directory.create();
        InstanceLock lock = InstanceLock.take(directory);
        try {
            requireNoneRuns(directory);
        } catch (CommandException e) {
            lock.close();
            throw e;
        }
        Run run = new Run(ProcessIdentity.of(ProcessHandle.current()), kafka, Services.page(ports), List.of());
        return new Instance(lock, new RunFile(directory), run);
    }

    /**
     * Checks that no process of an earlier launcher uses a directory.
     *
     * @throws CommandException when one does
     */
    static void requireNoneRuns(InstanceDirectory directory) {
        List<Run.Started> running =
                new RunFile(directory).read().map(Run::running).orElse(List.of());
        if (!running.isEmpty()) {
            String names = running.stream()
                    .map(process -> process.name() + " " + process.process().pid())
                    .collect(Collectors.joining(", "));
            throw new CommandException("Escriba already runs in '" + directory + "' (" + names
                    + "). Stop it with deploy/local/down, or choose another directory with --dir.");
        }
    }

    /** The processes, to be watched. */
    ProcessGroup group() {
        return group;
    }

    /** Starts a process and notes it down, so that it can be found and stopped whatever becomes of this launcher. */
    ChildProcess start(Program program, String address) {
        ChildProcess child = group.start(program);
        run = run.with(new Run.Started(
                program.name(),
                ProcessIdentity.of(child.handle()),
                address,
                program.log().toString()));
        file.write(run);
        return child;
    }

    /** Whether there are processes that end with this launcher. */
    boolean isResponsible() {
        return !detached && !run.processes().isEmpty();
    }

    /** Lets the processes go: they run on without this launcher. */
    void detach() {
        detached = true;
        group.release();
    }

    /** Stops all processes in the reverse order of their start and returns when they are gone. */
    @Override
    public void close() {
        group.close();
        if (!detached) {
            file.delete();
        }
        lock.close();
    }
}
