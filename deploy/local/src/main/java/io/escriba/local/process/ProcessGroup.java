package io.escriba.local.process;

import io.escriba.local.CommandException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes that belong together: each needs those that were started before it. They are stopped in the reverse order.
 * Thread-safe, because a signal may stop the group at any time.
 */
public final class ProcessGroup implements AutoCloseable {
    private final Duration grace;
    private final Deque<ChildProcess> newestFirst = new ArrayDeque<>();
    private final Set<ChildProcess> dismissed = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<ChildProcess> firstDeath = new CompletableFuture<>();
    private final Object stopping = new Object();
    private volatile boolean closed;

    /**
     * A group of none.
     *
     * @param grace how long a process may take to stop before it is killed
     */
    public ProcessGroup(Duration grace) {
        this.grace = grace;
    }

    /**
     * Starts a process.
     *
     * @throws CommandException when it cannot be started
     */
    public synchronized ChildProcess start(Program program) {
        ChildProcess child = startTask(program);
        var unused = child.onExit().thenAccept(this::died);
        return child;
    }

    /**
     * Starts a process that is to end when its work is done: its end is not a death. It too is stopped with the group.
     *
     * @throws CommandException when it cannot be started
     */
    public synchronized ChildProcess startTask(Program program) {
        if (closed) {
            throw new CommandException(
                    "The " + program.name() + " is not started, because everything is being stopped.");
        }
        ChildProcess child = ChildProcess.start(program);
        newestFirst.push(child);
        return child;
    }

    /** Stops one process of the group, which is then not a death, and returns when it is gone. */
    public void stop(ChildProcess child) {
        dismissed.add(child);
        Termination.stop(child.handle(), grace);
    }

    /** Kills one process of the group, which is then not a death, and returns when it is gone. */
    public void kill(ChildProcess child) {
        dismissed.add(child);
        child.handle().destroyForcibly();
        Termination.awaitEnd(child.handle(), grace);
    }

    /**
     * Waits for a process to end by itself.
     *
     * @return the first that did; empty when none did within the time
     */
    public Optional<ChildProcess> awaitDeath(Duration limit) throws InterruptedException {
        try {
            return Optional.of(firstDeath.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The processes cannot be watched.", e);
        }
    }

    /** Waits until a process ends by itself. */
    public ChildProcess awaitDeath() throws InterruptedException {
        try {
            return firstDeath.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The processes cannot be watched.", e);
        }
    }

    /** Whether the processes have been stopped or let go, or are being stopped. */
    public boolean isClosed() {
        return closed;
    }

    /** Lets the processes go: they run on when this group is closed. */
    public synchronized void release() {
        closed = true;
        newestFirst.clear();
    }

    /** Stops every process, the newest first, and returns when all are gone. */
    @Override
    public void close() {
        List<ChildProcess> children;
        synchronized (this) {
            closed = true;
            children = List.copyOf(newestFirst);
        }
        // Whoever closes while another does must wait for the end too: at the end of a shutdown hook the JVM halts.
        synchronized (stopping) {
            children.forEach(child -> Termination.stop(child.handle(), grace));
        }
    }

    private void died(ChildProcess child) {
        if (!closed && !dismissed.contains(child)) {
            firstDeath.complete(child);
        }
    }
}
