package io.escriba.bench.autoscaler;

import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * How replicas may come, or go (Kubernetes, autoscaling/v2, HPAScalingRules).
 *
 * @param stabilization how long what was wanted before still counts: of all that, the one is taken that changes least
 * @param select which policy counts
 * @param policies how much may change within a time; one or more
 */
public record ScalingRules(Duration stabilization, Select select, List<Policy> policies) {
    private static final Duration USUAL_PERIOD = Duration.ofSeconds(15);
    private static final Duration USUAL_STABILIZATION = Duration.ofMinutes(5);

    /** How replicas come where nothing is said: four or as many as there are, whichever is more, in 15 s. */
    public static final ScalingRules USUAL_UP = new ScalingRules(
            Duration.ZERO,
            Select.MAX,
            List.of(new Policy(Unit.PODS, 4, USUAL_PERIOD), new Policy(Unit.PERCENT, 100, USUAL_PERIOD)));

    /** How replicas go where nothing is said: all in 15 s, when they have not been wanted for 300 s. */
    public static final ScalingRules USUAL_DOWN =
            new ScalingRules(USUAL_STABILIZATION, Select.MAX, List.of(new Policy(Unit.PERCENT, 100, USUAL_PERIOD)));

    /** Which of several policies counts. */
    public enum Select {
        /** The one that allows the greatest change. */
        MAX,
        /** The one that allows the smallest change. */
        MIN,
        /** None: nothing changes in this direction. */
        DISABLED
    }

    /** What a policy counts in. */
    public enum Unit {
        /** Replicas. */
        PODS,
        /** Hundredths of the replicas that there were when the period began. */
        PERCENT
    }

    /**
     * How much may change.
     *
     * @param period within this time
     */
    public record Policy(Unit unit, int value, Duration period) {
        int most(int before) {
            return unit == Unit.PODS ? before + value : (int) Math.ceil(before * (1 + value / 100.0));
        }

        int least(int before) {
            return unit == Unit.PODS ? before - value : (int) (before * (1 - value / 100.0));
        }
    }

    public ScalingRules {
        policies = List.copyOf(policies);
        if (policies.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no policy of how replicas come or go. Name one, or leave all out.");
        }
    }

    /** The same in a time that runs so many times as fast. */
    public ScalingRules faster(double times) {
        return new ScalingRules(
                scaled(stabilization, times),
                select,
                policies.stream()
                        .map(policy -> new Policy(policy.unit(), policy.value(), scaled(policy.period(), times)))
                        .toList());
    }

    /**
     * The most that there may be now.
     *
     * @param before how many there were when a policy's period began
     */
    int most(int current, ToIntFunction<Policy> before) {
        IntStream allowed = policies.stream().mapToInt(policy -> policy.most(before.applyAsInt(policy)));
        return switch (select) {
            case MAX -> Math.max(current, allowed.max().orElse(current));
            case MIN -> Math.max(current, allowed.min().orElse(current));
            case DISABLED -> current;
        };
    }

    /**
     * The fewest that there may be now.
     *
     * @param before how many there were when a policy's period began
     */
    int least(int current, ToIntFunction<Policy> before) {
        IntStream allowed = policies.stream().mapToInt(policy -> policy.least(before.applyAsInt(policy)));
        return switch (select) {
            case MAX -> Math.min(current, allowed.min().orElse(current));
            case MIN -> Math.min(current, allowed.max().orElse(current));
            case DISABLED -> current;
        };
    }

    private static Duration scaled(Duration time, double times) {
        return Duration.ofNanos(Math.round(time.toNanos() / times));
    }
}
