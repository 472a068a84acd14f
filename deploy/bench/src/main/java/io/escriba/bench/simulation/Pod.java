package io.escriba.bench.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One pod, whose texts share what it can write. Since all of them get the same at any time, one number says how much each has had: a
 * text ends when that number is what it was at its beginning and the length of the text more.
 */
final class Pod {
    private final Service service;
    private final Calendar calendar;
    private final double weight;
    private final Host host;
    private final PriorityQueue<Double> ends = new PriorityQueue<>();
    private final int number;
    private double each;
    private double since;
    private long plan;
    private boolean ready;
    private boolean ending;

    /** Hears of texts that are complete. */
    interface Host {
        /**
         * A text is complete.
         *
         * @param end takes it off the pod; the host does it, before and after which the pod has another number of texts
         */
        void ends(Pod pod, Runnable end);
    }

    /**
     * One without texts, which is not ready.
     *
     * @param number by which it is told from others
     * @param weight how many streams each of its texts stands for
     * @param host is told when a text is complete
     */
    Pod(int number, Service service, Calendar calendar, double weight, Host host) {
        this.number = number;
        this.service = service;
        this.calendar = calendar;
        this.weight = weight;
        this.host = host;
        this.since = calendar.now();
    }

    int number() {
        return number;
    }

    boolean isReady() {
        return ready && !ending;
    }

    void ready() {
        ready = true;
    }

    void end() {
        ending = true;
    }

    /** Texts that it has. */
    int texts() {
        return ends.size();
    }

    /** Streams that it has, by the weight of its texts. */
    double streams() {
        return ends.size() * weight;
    }

    /** Of these, those that run or wait for a row. */
    double active() {
        return service.active(streams());
    }

    boolean isFull() {
        return streams() + weight > service.places();
    }

    /** Takes a text of which so many characters are still to be written. */
    void take(double characters) {
        advance();
        ends.add(each + characters);
        plan();
    }

    /** Gives away all its texts: the characters that each still has to be written. */
    List<Double> giveAway() {
        advance();
        List<Double> left = new ArrayList<>();
        ends.forEach(end -> left.add(end - each));
        ends.clear();
        plan++;
        return left;
    }

    private void advance() {
        each += (calendar.now() - since) * service.speed(streams());
        since = calendar.now();
    }

    private void plan() {
        long mine = ++plan;
        double left = Math.max(0, ends.element() - each);
        calendar.after(left / service.speed(streams()), () -> {
            // Whatever has happened since has made a plan of its own.
            if (mine == plan) {
                host.ends(this, this::endFirst);
            }
        });
    }

    private void endFirst() {
        advance();
        ends.remove();
        if (!ends.isEmpty()) {
            plan();
        }
    }
}
