package io.escriba.bench.simulation;

import io.escriba.bench.autoscaler.Demand;
import io.escriba.bench.autoscaler.HpaRule;
import io.escriba.bench.autoscaler.ScaledObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Texts that come by chance (a Poisson process whose rate follows a load), pods that write them, and an autoscaler. A new text goes to
 * the pod with the fewest. Where there would be too many events, one text stands for several streams.
 */
final class Simulation {
    /** One text stands for so many streams that there are about as many texts at once, at most. */
    private static final double MOST_TEXTS = 10_000;

    /** From one scrape to the next, and from one decision to the next, in seconds. */
    private static final double PERIOD = 15;

    private static final double SECONDS_AN_HOUR = 3600;

    private final Service service;
    private final ScaledObject object;
    private final Load load;
    private final RandomGenerator chance;
    private final double weight;
    private final Calendar calendar = new Calendar();
    private final HpaRule rule;
    private final TreeSet<Pod> open =
            new TreeSet<>(Comparator.comparingInt(Pod::texts).thenComparingInt(Pod::number));
    private final List<Pod> pods = new ArrayList<>();
    private final List<Pod> leaving = new ArrayList<>();
    private List<Demand> scraped = List.of();
    private int numbers;
    private long begun;
    private long ended;
    private long moved;
    private long refused;
    private long waiting;
    private double longestWait;
    private int mostPods;
    private double slowest = 1;
    private double podSeconds;
    private long decisionsAtTop;
    private double podsAtTop;
    private double streamsAtTop;

    private Simulation(Service service, ScaledObject object, int mostPods, Load load, RandomGenerator chance) {
        this.service = service;
        this.object = object;
        this.load = load;
        this.chance = chance;
        this.weight = Math.max(1, load.streams() / MOST_TEXTS);
        this.rule = new HpaRule(object.least(), mostPods, object.behavior());
    }

    /**
     * Lets it all happen.
     *
     * @param mostPods in place of the object's
     */
    static Outcome run(Service service, ScaledObject object, int mostPods, Load load, RandomGenerator chance) {
        return new Simulation(service, object, mostPods, load, chance).run();
    }

    private Outcome run() {
        double threshold = object.triggers().stream()
                .mapToDouble(ScaledObject.Trigger::threshold)
                .max()
                .orElseThrow();
        for (int i = 0; i < Math.max(object.least(), Math.ceil(load.at(0) / threshold)); i++) {
            Pod pod = newPod();
            pod.ready();
            open.add(pod);
        }
        calendar.after(0, this::come);
        calendar.after(0, this::scrape);
        calendar.after(PERIOD / 2, this::decide);
        calendar.run(load.end());
        return new Outcome(
                begun * weight,
                ended * weight,
                (waiting + texts()) * weight,
                moved * weight,
                refused * weight,
                longestWait,
                mostPods,
                podsAtTop / decisionsAtTop,
                streamsAtTop / decisionsAtTop,
                slowest,
                podSeconds / SECONDS_AN_HOUR,
                load.end() / SECONDS_AN_HOUR);
    }

    private void come() {
        begun++;
        place(length(), calendar.now());
        double rate = load.at(calendar.now()) / weight * service.pace() / service.characters();
        calendar.after(-Math.log(1 - chance.nextDouble()) / rate, this::come);
    }

    private double length() {
        return -Math.log(1 - chance.nextDouble()) * service.characters();
    }

    private void place(double characters, double since) {
        if (open.isEmpty() || open.first().isFull()) {
            if (since == calendar.now()) {
                refused++;
            }
            waiting++;
            calendar.after(service.retry(), () -> {
                waiting--;
                place(characters, since);
            });
            return;
        }
        longestWait = Math.max(longestWait, calendar.now() - since);
        Pod pod = open.pollFirst();
        pod.take(characters);
        open.add(pod);
    }

    private void endOne(Pod pod, Runnable end) {
        ended++;
        // The set finds a pod by how many texts it has.
        boolean listed = open.remove(pod);
        end.run();
        if (listed) {
            open.add(pod);
        }
    }

    private void scrape() {
        double active = 0;
        for (Pod pod : pods) {
            active += pod.active();
            slowest = Math.min(slowest, service.speed(pod.streams()) / service.pace());
        }
        for (Pod pod : leaving) {
            active += pod.active();
        }
        double all = texts() * weight;
        double running = active;
        scraped = object.triggers().stream()
                .map(trigger -> new Demand(trigger.query().contains("paused") ? all : running, trigger.threshold()))
                .toList();
        calendar.after(PERIOD, this::scrape);
    }

    private void decide() {
        int desired = rule.desired(Duration.ofMillis(Math.round(calendar.now() * 1000)), pods.size(), scraped);
        while (pods.size() < desired) {
            Pod pod = newPod();
            calendar.after(service.start(), () -> {
                if (pods.contains(pod)) {
                    pod.ready();
                    open.add(pod);
                }
            });
        }
        while (pods.size() > desired) {
            leave(pods.remove(pods.size() - 1));
        }
        count();
        calendar.after(PERIOD, this::decide);
    }

    private Pod newPod() {
        Pod pod = new Pod(numbers++, service, calendar, weight, this::endOne);
        pods.add(pod);
        return pod;
    }

    /** What a pod has not written by its end, others go on with. */
    private void leave(Pod pod) {
        open.remove(pod);
        pod.end();
        leaving.add(pod);
        calendar.after(service.end(), () -> {
            leaving.remove(pod);
            List<Double> left = pod.giveAway();
            moved += left.size();
            left.forEach(characters -> place(characters, calendar.now()));
        });
    }

    private void count() {
        mostPods = Math.max(mostPods, pods.size());
        podSeconds += PERIOD * (pods.size() + leaving.size());
        if (calendar.now() >= load.top() && calendar.now() < load.fall()) {
            decisionsAtTop++;
            podsAtTop += pods.size();
            streamsAtTop += texts() * weight;
        }
    }

    private long texts() {
        return pods.stream().mapToLong(Pod::texts).sum()
                + leaving.stream().mapToLong(Pod::texts).sum();
    }
}
