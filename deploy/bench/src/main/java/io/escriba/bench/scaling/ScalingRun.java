package io.escriba.bench.scaling;

import io.escriba.bench.autoscaler.Demand;
import io.escriba.bench.autoscaler.HpaRule;
import io.escriba.bench.instance.BenchInstance;
import io.escriba.local.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The load rises and falls, and as often as an autoscaler decides, processes come or go. At the end there are as few of both as there
 * may be.
 */
final class ScalingRun {
    /** From one look at the readers to the next. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** For the processes to be as few as they may be, when the load is. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final double NANOS = 1e9;

    private final Plan plan;
    private final BenchInstance instance;
    private final Prometheus prometheus;
    private final Fleet fleet;
    private final Audience audience;
    private final HpaRule rule;
    private final List<Moment> moments = new ArrayList<>();
    private final Set<Long> moved = new HashSet<>();
    private final long begin = System.nanoTime();
    private final ExecutorService door = Executors.newSingleThreadExecutor();
    private Future<?> coming = CompletableFuture.completedFuture(null);
    private Duration held = Duration.ZERO;
    private Duration loadTime = Duration.ZERO;

    ScalingRun(Plan plan, BenchInstance instance, Prometheus prometheus, Fleet fleet, Audience audience) {
        this.plan = plan;
        this.instance = instance;
        this.prometheus = prometheus;
        this.fleet = fleet;
        this.audience = audience;
        this.rule = new HpaRule(plan.least(), plan.most(), plan.behavior());
    }

    /** How everything stood at each decision, the earliest first. */
    List<Moment> moments() {
        return List.copyOf(moments);
    }

    /** The seeds of the texts that were being read when a process was told to stop. */
    Set<Long> moved() {
        return Set.copyOf(moved);
    }

    /**
     * Lets it all happen.
     *
     * @throws CommandException when a process does not start or dies, or all takes too long
     */
    void run() throws InterruptedException {
        try {
            follow();
            instance.await("The coming of the last readers", PATIENCE, coming::isDone);
            requireCome();
        } finally {
            door.shutdownNow();
        }
        instance.await("The end of every text", PATIENCE, () -> audience.present() == 0);
        record(now(), values());
    }

    private void follow() throws InterruptedException {
        Duration next = Duration.ZERO;
        for (Duration now = now(); !isOver(now); now = now()) {
            letIn(plan.load().at(loadTime(now)));
            if (now.compareTo(next) >= 0) {
                decide(now);
                next = now.plus(plan.period());
            }
            Duration until = now.plus(TICK);
            instance.await("The next moment", PATIENCE, () -> now().compareTo(until) >= 0);
        }
    }

    /** A busy gateway takes its time for each reader, and the decisions do not wait for that. */
    private void letIn(int readers) throws InterruptedException {
        if (coming.isDone()) {
            requireCome();
            coming = door.submit(() -> {
                audience.fill(readers);
                return null;
            });
        }
    }

    private void requireCome() throws InterruptedException {
        try {
            coming.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandException reason ? reason : new CommandException(e.toString(), e);
        }
    }

    /** The time of the load, which stands still where it would fall while a process is still starting. */
    private Duration loadTime(Duration now) {
        Duration next = now.minus(held);
        boolean falls = plan.load().at(next) < plan.load().at(loadTime);
        if (falls && fleet.ready() < fleet.wanted()) {
            held = now.minus(loadTime);
        } else {
            loadTime = next;
        }
        return loadTime;
    }

    private boolean isOver(Duration now) {
        Duration end = plan.load().length().plus(held);
        boolean over = now.compareTo(end) >= 0 && fleet.wanted() == plan.least() && fleet.ready() == plan.least();
        if (!over && now.compareTo(end.plus(PATIENCE)) > 0) {
            throw new CommandException("There are still " + fleet.wanted() + " processes " + PATIENCE.toSeconds()
                    + " s after the end of the load, and not " + plan.least()
                    + ". Let the load end with fewer readers (--load).");
        }
        return over;
    }

    private void decide(Duration now) throws InterruptedException {
        fleet.requireStarted();
        List<Double> values = values();
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            demands.add(
                    new Demand(values.get(i), plan.object().triggers().get(i).threshold() / plan.smaller()));
        }
        int before = fleet.wanted();
        int desired = rule.desired(now, before, demands);
        if (desired < before) {
            moved.addAll(audience.reading());
        }
        if (desired != before) {
            plan.progress()
                    .say(seconds(now) + " s: " + audience.present() + " readers, the queries give " + values + ": "
                            + desired + " processes instead of " + before + ".");
        }
        fleet.want(desired);
        record(now, values);
    }

    private List<Double> values() throws InterruptedException {
        List<Double> values = new ArrayList<>();
        for (var trigger : plan.object().triggers()) {
            values.add(prometheus.value(trigger.query()));
        }
        return values;
    }

    private void record(Duration now, List<Double> values) {
        Audience.Waits waits = audience.waits();
        List<Double> over = waits.over().stream().sorted().toList();
        double longest = over.isEmpty() ? 0 : over.get(over.size() - 1);
        moments.add(new Moment(
                now.toNanos() / NANOS,
                audience.present(),
                values,
                fleet.wanted(),
                fleet.ready(),
                over.isEmpty() ? 0 : over.get(over.size() / 2),
                Math.max(longest, waits.longestNow())));
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }
}
