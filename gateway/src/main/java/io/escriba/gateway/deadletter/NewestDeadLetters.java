package io.escriba.gateway.deadletter;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the newest of the dead letters that it is shown. Not thread-safe. */
final class NewestDeadLetters {
    private static final Comparator<DeadLetter> BY_AGE = Comparator.comparing(DeadLetter::timestamp)
            .thenComparing(DeadLetter::topic)
            .thenComparing(DeadLetter::partition)
            .thenComparing(DeadLetter::offset);

    private final int limit;
    private final PriorityQueue<DeadLetter> newest = new PriorityQueue<>(BY_AGE);

    /** Keeps at most so many. */
    NewestDeadLetters(int limit) {
        this.limit = limit;
    }

    void add(DeadLetter letter) {
        newest.add(letter);
        if (newest.size() > limit) {
            newest.remove();
        }
    }

    /** Those that were kept, the newest first. */
    List<DeadLetter> list() {
        return newest.stream().sorted(BY_AGE.reversed()).toList();
    }
}
