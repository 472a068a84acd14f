package io.escriba.inference.catalog;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Background work on a thread of its own, which belongs to the trace of what has asked for it. */
final class BackgroundThread implements Background, AutoCloseable {
    private final ExecutorService executor;

    BackgroundThread(String name) {
        executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void run(Runnable work) {
        executor.execute(Context.current().wrap(work));
    }

    @Override
    public void runAfter(Duration delay, Runnable work) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(Context.current().wrap(work));
    }

    /** Lets what has begun or is due come to its end, and takes no more. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
