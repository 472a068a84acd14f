package io.escriba.bench.autoscaler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rule of Kubernetes's horizontal pod autoscaler with {@code behavior} (Kubernetes's documentation, "Horizontal Pod
 * Autoscaling", "Algorithm details" and "Configurable scaling behavior"): what the metrics ask for, held back by what they asked for
 * before, and then by the policies. It remembers what it has said. Not thread-safe.
 */
public final class HpaRule {
    private final int least;
    private final int most;
    private final Behavior behavior;
    private final Duration memory;
    private final Deque<Event> wishes = new ArrayDeque<>();
    private final Deque<Event> changes = new ArrayDeque<>();

    /**
     * A rule that has not been asked yet.
     *
     * @param least replicas, 1 or more: from and to none is KEDA's own decision and not this rule's
     * @param most replicas
     */
    public HpaRule(int least, int most, Behavior behavior) {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("There cannot be " + least + " to " + most
                    + " replicas. Use 1 or more as the least, and no fewer as the most.");
        }
        this.least = least;
        this.most = most;
        this.behavior = behavior;
        this.memory = Collections.max(List.of(
                behavior.up().stabilization(),
                behavior.down().stabilization(),
                longest(behavior.up()),
                longest(behavior.down())));
    }

    /** Replicas that were wanted, or that came or, negative, went, at a time. */
    private record Event(Duration time, int replicas) {}

    /**
     * How many replicas there are to be from now on. Whoever asks must make it so.
     *
     * @param now since any fixed time, and not before the time of the last question
     * @param current replicas that there are, those included that are not ready yet
     * @param demands one or more; the greatest counts
     */
    public int desired(Duration now, int current, List<Demand> demands) {
        forget(now);
        int desired = current;
        if (current < least) {
            desired = least;
        } else if (current > most) {
            desired = most;
        } else {
            int wish = demands.stream()
                    .mapToInt(demand -> demand.replicas(current))
                    .max()
                    .orElseThrow(() -> new IllegalArgumentException("No metric asks for replicas."));
            desired = limited(now, current, stabilized(now, current, wish));
        }
        if (desired != current) {
            changes.add(new Event(now, desired - current));
        }
        return desired;
    }

    private int stabilized(Duration now, int current, int wish) {
        wishes.add(new Event(now, wish));
        int up = within(wishes, now, behavior.up().stabilization()).min().orElse(wish);
        int down = within(wishes, now, behavior.down().stabilization()).max().orElse(wish);
        return Math.min(Math.max(current, Math.min(up, wish)), Math.max(down, wish));
    }

    private int limited(Duration now, int current, int wish) {
        if (wish > current) {
            return Math.min(wish, Math.min(most, behavior.up().most(current, policy -> before(now, current, policy))));
        }
        if (wish < current) {
            return Math.max(
                    wish, Math.max(least, behavior.down().least(current, policy -> before(now, current, policy))));
        }
        return current;
    }

    /** How many there were when the period of the policy began. */
    private int before(Duration now, int current, ScalingRules.Policy policy) {
        return current - within(changes, now, policy.period()).sum();
    }

    private static IntStream within(Deque<Event> events, Duration now, Duration time) {
        Duration begin = now.minus(time);
        return events.stream()
                .filter(event -> event.time().compareTo(begin) > 0)
                .mapToInt(Event::replicas);
    }

    private void forget(Duration now) {
        Duration begin = now.minus(memory);
        wishes.removeIf(event -> event.time().compareTo(begin) <= 0);
        changes.removeIf(event -> event.time().compareTo(begin) <= 0);
    }

    private static Duration longest(ScalingRules rules) {
        return rules.policies().stream()
                .map(ScalingRules.Policy::period)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
