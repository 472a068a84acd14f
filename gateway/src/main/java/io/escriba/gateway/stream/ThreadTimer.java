package io.escriba.gateway.stream;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One thread for all streams. What it does for a character takes some microseconds. Thread-safe. */
final class ThreadTimer implements Timer, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ThreadTimer.class);

    private final long begin = System.nanoTime();
    private final ScheduledThreadPoolExecutor thread;

    ThreadTimer() {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = new Thread(task, "pace");
            created.setDaemon(true);
            return created;
        });
        thread.setRemoveOnCancelPolicy(true);
        // Streams that outlive the gateway's end by a moment have nobody to read them.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public long nanos() {
        return System.nanoTime() - begin;
    }

    @Override
    public Runnable at(long nanos, Runnable task) {
        Future<?> planned = thread.schedule(() -> run(task), nanos - nanos(), TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A stream with a pace stands still.", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
