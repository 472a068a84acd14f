package io.escriba.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.bench.autoscaler.Behavior;
import io.escriba.bench.autoscaler.ScaledObject;
import io.escriba.bench.autoscaler.ScaledObject.Trigger;
import io.escriba.bench.autoscaler.ScalingRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitTest {
    @Test
    void anAnswerOfDnsHasRoomForFewPods() {
        // 12 bytes of header, 41 of the question, 16 for each of 28 addresses: 501 of 512.
        assertThat(Limit.addressesInAnswer("inference.escriba.svc.cluster.local"))
                .isEqualTo(28);
        assertThat(Limit.addressesInAnswer("a.b")).isEqualTo(30);
    }

    @Test
    void theFirstToGiveOutComesFirst() {
        ScaledObject object = new ScaledObject(
                2, 10, new Behavior(ScalingRules.USUAL_UP, ScalingRules.USUAL_DOWN), List.of(new Trigger("up", 1)));

        List<Limit> limits =
                Limit.of(object, 600, 2, new Surroundings(1_500, 60, 1, 10, 10), "inference.escriba.svc.cluster.local");

        assertThat(limits).extracting(Limit::streams).containsExactly(3_000.0, 6_000.0, 16_800.0, 600_000.0);
        assertThat(limits.get(0).part()).contains("gateway");
    }
}
