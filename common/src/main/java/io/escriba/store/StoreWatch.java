package io.escriba.store;

import io.escriba.retry.RetryDelay;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds out at the start of a process whether its model store can be used, so that a wrong bucket or credential is told before
 * somebody needs it. Keeps nobody waiting, and goes on until the store could be used once.
 */
public final class StoreWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StoreWatch.class.getName());

    private final Check check;
    private final StoreAvailability availability;
    private final String usable;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "model-store");

    /** Uses a store without changing it. */
    @FunctionalInterface
    public interface Check {
        /**
         * Returns if it can be used.
         *
         * @throws StoreAwayException when it cannot
         */
        void run() throws StoreAwayException;
    }

    private StoreWatch(Check check, StoreAvailability availability, String usable) {
        this.check = check;
        this.availability = availability;
        this.usable = usable;
        this.thread.setDaemon(true);
    }

    /**
     * Begins to look.
     *
     * @param availability is told what is found
     * @param usable a sentence for the log when the store can be used
     */
    public static StoreWatch start(Check check, StoreAvailability availability, String usable) {
        StoreWatch watch = new StoreWatch(check, availability, usable);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        Duration delay = RetryDelay.FIRST;
        while (!isUsable()) {
            if (closedWithin(delay)) {
                availability.left();
                return;
            }
            delay = RetryDelay.after(delay);
        }
        LOG.log(Level.INFO, usable);
    }

    private boolean isUsable() {
        try {
            check.run();
            availability.usable();
            return true;
        } catch (StoreAwayException e) {
            availability.away(e);
            return false;
        }
    }

    private boolean closedWithin(Duration delay) {
        try {
            return closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until nobody looks any more. */
    void join() throws InterruptedException {
        thread.join();
    }

    /** Looks no more. Whoever is just looking ends by itself. */
    @Override
    public void close() {
        closed.countDown();
    }
}
