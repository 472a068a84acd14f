package io.escriba.local.process;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Ends processes: SIGTERM first, so that they can finish what they do, and SIGKILL when they do not. */
public final class Termination {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private Termination() {}

    /**
     * Ends a process and returns when it is gone.
     *
     * @param grace how long it may take to end by itself
     */
    public static void stop(ProcessHandle process, Duration grace) {
        process.destroy();
        if (!awaitEnd(process, grace)) {
            process.destroyForcibly();
            awaitEnd(process, grace);
        }
    }

    /**
     * Waits for the end of a process.
     *
     * @return whether it has ended within the time
     */
    public static boolean awaitEnd(ProcessHandle process, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (isRunning(process)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                // Nobody may ever report the end (see isRunning), so this does not wait for the report alone.
                var unused = process.onExit()
                        .completeOnTimeout(process, LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS)
                        .get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("The end of process " + process.pid() + " cannot be awaited.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a process of this user runs. One that has ended stays in the operating system's list until its parent takes
     * note, which in a container without an init process is never; such a one has no executable any more.
     */
    public static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
