package io.escriba.bench.simulation;

import java.util.PriorityQueue;

/** What is to happen, in the order of its times; what has the same time, in the order in which it was noted. */
final class Calendar {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long notes;
    private double now;

    private record Event(double time, long note, Runnable happens) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int order = Double.compare(time, other.time);
            return order != 0 ? order : Long.compare(note, other.note);
        }
    }

    /** Seconds since the beginning. */
    double now() {
        return now;
    }

    /** Notes something, so many seconds from now. */
    void after(double seconds, Runnable happens) {
        events.add(new Event(now + seconds, notes++, happens));
    }

    /** Lets everything happen up to a time, which it is then. */
    void run(double until) {
        while (!events.isEmpty() && events.peek().time() <= until) {
            Event next = events.remove();
            now = next.time();
            next.happens().run();
        }
        now = until;
    }
}
