package io.escriba.inference.batch;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The streams of one model that have no row, by what they wait for. */
final class Queues {
    /** Not begun, in the order of arrival. */
    private final Set<TextStream> waiting = new LinkedHashSet<>();
    /** Was paused and can go on, in the order of the readers' calls. */
    private final Set<TextStream> resumed = new LinkedHashSet<>();
    /** Lies aside until its reader is ready. */
    private final Set<TextStream> paused = new HashSet<>();
    /** Must read its window again; it has a place among the running, and a row is kept free for it. */
    private final Set<TextStream> unread = new LinkedHashSet<>();
    /** Has begun to read; it has a place among the running, and a row is kept free for it. */
    private Optional<TextStream> reading = Optional.empty();

    /** Those that have not begun, the next one first. */
    Set<TextStream> waiting() {
        return waiting;
    }

    /** Those that can go on after a pause, the next one first. */
    Set<TextStream> resumed() {
        return resumed;
    }

    /** Those that wait for their reader. */
    Set<TextStream> paused() {
        return paused;
    }

    /** Those that must read their window again, the next one first. */
    Set<TextStream> unread() {
        return unread;
    }

    /** The one that has read a part of its window. */
    Optional<TextStream> reading() {
        return reading;
    }

    void setReading(Optional<TextStream> stream) {
        reading = stream;
    }

    /** Takes the next one that must read: the rest of its window, or all of it. */
    Optional<TextStream> takeReader() {
        Optional<TextStream> next = reading.or(() -> unread.stream().findFirst());
        reading = Optional.empty();
        next.ifPresent(unread::remove);
        return next;
    }

    /** For how many a row is kept free. */
    int rowsKept() {
        return unread.size() + (reading.isPresent() ? 1 : 0);
    }

    /** Takes a stream out of wherever it is. */
    void remove(TextStream stream) {
        all().forEach(queue -> queue.remove(stream));
        reading = reading.filter(other -> other != stream);
    }

    /** Takes all out. */
    void clear() {
        all().forEach(Set::clear);
        reading = Optional.empty();
    }

    boolean isEmpty() {
        return reading.isEmpty() && all().stream().allMatch(Set::isEmpty);
    }

    private List<Set<TextStream>> all() {
        return List.of(waiting, resumed, paused, unread);
    }
}
