package io.escriba.bench.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.bench.autoscaler.ScalingRules.Policy;
import io.escriba.bench.autoscaler.ScalingRules.Select;
import io.escriba.bench.autoscaler.ScalingRules.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases without another source are those of Kubernetes's documentation, "Horizontal Pod Autoscaling". */
class HpaRuleTest {
    private static final Behavior USUAL = new Behavior(ScalingRules.USUAL_UP, ScalingRules.USUAL_DOWN);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ScalingRules AT_ONCE =
            new ScalingRules(Duration.ZERO, Select.MAX, List.of(new Policy(Unit.PERCENT, 100, Duration.ofSeconds(15))));

    @Test
    void asksForAsManyAsShareTheValue() {
        // "if the current metric value is 200m, and the desired value is 100m, the number of replicas will be doubled"
        assertThat(new Demand(200 * 3, 100).replicas(3)).isEqualTo(6);
        // "if the current value is instead 50m, you'll halve the number of replicas"
        assertThat(new Demand(50 * 4, 100).replicas(4)).isEqualTo(2);
        assertThat(new Demand(129, 128).replicas(4)).isEqualTo(2);
        assertThat(new Demand(0, 128).replicas(4)).isZero();
    }

    @Test
    void changesNothingNearTheThreshold() {
        // "a globally-configurable tolerance, 0.1 by default"
        assertThat(new Demand(109 * 2, 100).replicas(2)).isEqualTo(2);
        assertThat(new Demand(112 * 2, 100).replicas(2)).isEqualTo(3);
        assertThat(new Demand(91 * 10, 100).replicas(10)).isEqualTo(10);
        assertThat(new Demand(89 * 10, 100).replicas(10)).isEqualTo(9);
    }

    @Test
    void takesTheGreatestOfSeveralDemands() {
        HpaRule rule = new HpaRule(1, 10, USUAL);

        int desired = rule.desired(Duration.ZERO, 2, List.of(new Demand(100, 100), new Demand(700, 100)));

        assertThat(desired).isEqualTo(6);
    }

    @Test
    void addsFourOrAsManyAsThereAreIn15Seconds() {
        HpaRule rule = new HpaRule(1, 100, USUAL);

        assertThat(sizes(rule, 1, 15, 5, 10_000)).containsExactly(5, 10, 20, 40, 80);
    }

    @Test
    void addsNoMoreWithinThePeriod() {
        HpaRule rule = new HpaRule(1, 100, USUAL);

        assertThat(sizes(rule, 1, 5, 7, 10_000)).containsExactly(5, 5, 5, 10, 10, 10, 20);
    }

    @Test
    void keepsWithinTheLimits() {
        HpaRule rule = new HpaRule(2, 4, USUAL);

        assertThat(rule.desired(Duration.ZERO, 2, demand(10_000))).isEqualTo(4);
        assertThat(rule.desired(Duration.ofSeconds(1), 7, demand(0))).isEqualTo(4);
        assertThat(rule.desired(Duration.ofSeconds(2), 1, demand(0))).isEqualTo(2);
        assertThat(rule.desired(Duration.ofSeconds(1000), 4, demand(0))).isEqualTo(2);
    }

    @Test
    void removesWhatWasNotWantedForTheWholeWindow() {
        HpaRule rule = new HpaRule(1, 10, USUAL);

        assertThat(rule.desired(Duration.ZERO, 4, demand(400))).isEqualTo(4);
        assertThat(rule.desired(Duration.ofSeconds(100), 4, demand(200))).isEqualTo(4);
        assertThat(rule.desired(Duration.ofSeconds(299), 4, demand(100))).isEqualTo(4);
        assertThat(rule.desired(Duration.ofMinutes(5), 4, demand(100))).isEqualTo(2);
        assertThat(rule.desired(Duration.ofSeconds(400), 2, demand(100))).isEqualTo(1);
    }

    @Test
    void removesAsManyAsThePolicyAllows() {
        // "a policy of 4 Pods, or 10 percent, in a minute": with 80 replicas 8 go first, then 10 percent of 72, then 4
        // at a time.
        ScalingRules down = new ScalingRules(
                Duration.ZERO,
                Select.MAX,
                List.of(new Policy(Unit.PODS, 4, MINUTE), new Policy(Unit.PERCENT, 10, MINUTE)));
        HpaRule rule = new HpaRule(10, 100, new Behavior(AT_ONCE, down));

        assertThat(sizes(rule, 80, 60, 3, 0)).containsExactly(72, 64, 57);
        assertThat(sizes(new HpaRule(10, 100, new Behavior(AT_ONCE, down)), 40, 60, 3, 0))
                .containsExactly(36, 32, 28);
    }

    @Test
    void removesAsFewAsPossibleWhereMinIsSelected() {
        ScalingRules down = new ScalingRules(
                Duration.ZERO,
                Select.MIN,
                List.of(new Policy(Unit.PODS, 4, MINUTE), new Policy(Unit.PERCENT, 10, MINUTE)));
        HpaRule rule = new HpaRule(1, 100, new Behavior(AT_ONCE, down));

        assertThat(sizes(rule, 80, 60, 2, 0)).containsExactly(76, 72);
    }

    @Test
    void changesNothingWhereADirectionIsDisabled() {
        ScalingRules never = new ScalingRules(Duration.ZERO, Select.DISABLED, ScalingRules.USUAL_DOWN.policies());
        HpaRule rule = new HpaRule(1, 100, new Behavior(never, never));

        assertThat(rule.desired(Duration.ZERO, 5, demand(10_000))).isEqualTo(5);
        assertThat(rule.desired(Duration.ofSeconds(1), 5, demand(0))).isEqualTo(5);
    }

    @Test
    void waitsWithMoreWhereAWindowIsSetForIt() {
        ScalingRules up = new ScalingRules(MINUTE, Select.MAX, ScalingRules.USUAL_UP.policies());
        HpaRule rule = new HpaRule(1, 100, new Behavior(up, ScalingRules.USUAL_DOWN));

        assertThat(rule.desired(Duration.ZERO, 1, demand(100))).isEqualTo(1);
        assertThat(rule.desired(Duration.ofSeconds(30), 1, demand(400))).isEqualTo(1);
        assertThat(rule.desired(MINUTE, 1, demand(400))).isEqualTo(4);
    }

    @Test
    void runsTheSameInAFasterTime() {
        HpaRule slow = new HpaRule(1, 10, USUAL);
        HpaRule fast = new HpaRule(1, 10, USUAL.faster(10));
        int replicas = 4;

        for (int seconds = 0; seconds < 1_000; seconds += 15) {
            List<Demand> demands = demand(seconds < 100 ? 800 : 100);
            int desired = slow.desired(Duration.ofSeconds(seconds), replicas, demands);
            assertThat(fast.desired(Duration.ofMillis(seconds * 100L), replicas, demands))
                    .isEqualTo(desired);
            replicas = desired;
        }
        assertThat(replicas).isEqualTo(1);
    }

    @Test
    void refusesLimitsThatCannotBe() {
        assertThatThrownBy(() -> new HpaRule(0, 3, USUAL)).hasMessageContaining("0 to 3 replicas");
        assertThatThrownBy(() -> new HpaRule(4, 3, USUAL)).hasMessageContaining("4 to 3 replicas");
        assertThatThrownBy(() -> new Demand(1, 0)).hasMessageContaining("above 0");
    }

    /** How many there are after each of several questions. */
    private static List<Integer> sizes(HpaRule rule, int first, int interval, int questions, double value) {
        List<Integer> sizes = new ArrayList<>();
        int replicas = first;
        for (int question = 0; question < questions; question++) {
            replicas = rule.desired(Duration.ofSeconds((long) question * interval), replicas, demand(value));
            sizes.add(replicas);
        }
        return sizes;
    }

    /** One whose threshold is 100. */
    private static List<Demand> demand(double value) {
        return List.of(new Demand(value, 100));
    }
}
