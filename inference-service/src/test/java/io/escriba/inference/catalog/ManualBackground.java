package io.escriba.inference.catalog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Work that is done when the test says so. */
final class ManualBackground implements Background {
    private final Queue<Runnable> due = new ArrayDeque<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();

    @Override
    public void run(Runnable work) {
        due.add(work);
    }

    @Override
    public void runAfter(Duration delay, Runnable work) {
        delays.add(delay);
        later.add(work);
    }

    /** Does all that is due. */
    void runDue() {
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }

    /** Lets the time pass that everything waits for, and does it. */
    void runLater() {
        due.addAll(later);
        later.clear();
        runDue();
    }

    /** The delays that were asked for, in order. */
    List<Duration> delays() {
        return delays;
    }
}
