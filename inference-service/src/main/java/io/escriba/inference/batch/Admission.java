package io.escriba.inference.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Counts the streams of a process against its limits, those of all models together. Every stream has a {@link Place} from
 * the moment it is asked for; in it the stream waits, runs, or is paused by its reader. Paused ones keep their place: each
 * has begun and keeps its state, so without a limit slow readers would take all memory. Thread-safe.
 *
 * <p>Models try to let their next stream run whenever one may. Of those that were refused, the one that came first is the
 * next, whatever its model and however often another model tries: so no model starves beside one that is always busy.
 */
public final class Admission {
    private final AdmissionLimits limits;
    private final LongSupplier nanoTime;
    private final List<Runnable> listeners = new ArrayList<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    /** Would run if more might: of each model those that are next there. In the order of their arrival. */
    private final NavigableSet<Place> refused = new TreeSet<>(Comparator.comparingLong(place -> place.number));

    private long arrivals;
    private int places;
    private int running;
    private int paused;
    private long refusals;
    private boolean closed;

    /**
     * Open, with no streams.
     *
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    public Admission(AdmissionLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /**
     * A place for a new stream, which waits at first.
     *
     * @throws TooManyStreamsException when all places are taken
     * @throws ServiceStoppingException after {@link #close}
     */
    public synchronized Place enter() {
        if (closed) {
            throw new ServiceStoppingException();
        }
        if (places >= limits.places()) {
            refusals++;
            throw new TooManyStreamsException(limits, running, waiting(), paused);
        }
        places++;
        return new Place(arrivals++, nanoTime.getAsLong());
    }

    /** Lets no new stream in; those that have a place go on. */
    public synchronized void close() {
        closed = true;
        completeWhenDrained();
    }

    /** Whether new streams are let in. */
    public synchronized boolean isOpen() {
        return !closed;
    }

    /**
     * Waits, after {@link #close}, until the last stream has left.
     *
     * @return whether it has within this time
     */
    public boolean awaitDrained(Duration limit) throws InterruptedException {
        try {
            drained.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing completes this exceptionally.", e);
        }
    }

    /** Streams that have a place now, whatever they do in it. */
    public synchronized int streams() {
        return places;
    }

    /** Streams that may have a place at once, whatever they do in it. */
    public int places() {
        return limits.places();
    }

    /** Streams that were not let in so far, as all places were taken. */
    public synchronized long refusals() {
        return refusals;
    }

    /** Streams that run now. */
    public synchronized int running() {
        return running;
    }

    /** Streams that wait now, for a row or for their model to be loaded. */
    public synchronized int waiting() {
        return places - running - paused;
    }

    /** Streams that have begun and could go on, but for their reader. */
    public synchronized int paused() {
        return paused;
    }

    /** Has this called, by any thread, whenever a stream may run that was refused before. */
    synchronized void onFree(Runnable listener) {
        listeners.add(listener);
    }

    /** Has it called no more. */
    synchronized void removeOnFree(Runnable listener) {
        listeners.remove(listener);
    }

    private synchronized boolean takeRun(Place place) {
        int free = limits.running() - running;
        if (refused.headSet(place).size() >= free) {
            refused.add(place);
            return false;
        }
        refused.remove(place);
        running++;
        return true;
    }

    /** Lets others go before a place that was refused. */
    private void stepBack(Place place) {
        List<Runnable> toCall;
        synchronized (this) {
            boolean blocked = refused.remove(place) && running < limits.running();
            toCall = blocked ? List.copyOf(listeners) : List.of();
        }
        toCall.forEach(Runnable::run);
    }

    private void giveBackRun() {
        List<Runnable> toCall;
        synchronized (this) {
            running--;
            toCall = List.copyOf(listeners);
        }
        toCall.forEach(Runnable::run);
    }

    private synchronized void addPaused(int more) {
        paused += more;
    }

    private synchronized void giveBackPlace() {
        places--;
        completeWhenDrained();
    }

    private void completeWhenDrained() {
        if (closed && places == 0) {
            drained.complete(null);
        }
    }

    private enum Stay {
        WAITING,
        RUNNING,
        PAUSED,
        LEFT
    }

    /** The place of one stream, used by one thread at a time. */
    public final class Place {
        private final long number;
        private final long since;
        private Stay stay = Stay.WAITING;

        private Place(long number, long since) {
            this.number = number;
            this.since = since;
        }

        /** When the stream was asked for, in nanoseconds of the admission's clock. */
        long since() {
            return since;
        }

        /**
         * Lets the waiting stream run, if one more may, and if no stream that came before it has been refused and tries again.
         * If it may not, a listener is told when to try again; streams that came later do not run meanwhile.
         */
        boolean run() {
            boolean runs = takeRun(this);
            if (runs) {
                stay = Stay.RUNNING;
            }
            return runs;
        }

        /** The waiting stream could not run now if it might: others may meanwhile. */
        void stepBack() {
            Admission.this.stepBack(this);
        }

        /** The running stream has to wait for its reader. */
        void pause() {
            stay = Stay.PAUSED;
            addPaused(1);
            giveBackRun();
        }

        /** The paused stream waits for its turn again. */
        void resume() {
            stay = Stay.WAITING;
            addPaused(-1);
        }

        /** Gives the place back, if that has not been done. */
        public void leave() {
            if (stay == Stay.LEFT) {
                return;
            }
            stepBack();
            if (stay == Stay.PAUSED) {
                resume();
            } else if (stay == Stay.RUNNING) {
                giveBackRun();
            }
            stay = Stay.LEFT;
            giveBackPlace();
        }
    }
}
