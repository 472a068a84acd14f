package io.escriba.gateway.stream;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A timer whose time passes when a test says so. */
final class SimulatedTimer implements Timer {
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::nanos));
    private long now;

    private record Alarm(long nanos, Runnable task) {}

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Runnable at(long nanos, Runnable task) {
        Alarm alarm = new Alarm(nanos, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    /** Lets time pass, and everything be done whose time comes. */
    void pass(long nanos) {
        long end = now + nanos;
        while (!alarms.isEmpty() && alarms.peek().nanos() <= end) {
            Alarm next = alarms.remove();
            now = Math.max(now, next.nanos());
            next.task().run();
        }
        now = end;
    }

    /** How many things are still to be done. */
    int alarms() {
        return alarms.size();
    }
}
