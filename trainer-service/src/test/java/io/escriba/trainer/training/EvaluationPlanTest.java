package io.escriba.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationPlanTest {
    private static final long BATCH = 2_048;

    @Test
    void aSmallPartIsFirstMeasuredWhenThereIsSomethingToSee() {
        EvaluationPlan plan = new EvaluationPlan(50);

        assertThat(plan.isDue(32_767)).isFalse();
        assertThat(plan.isDue(32_768)).isTrue();
    }

    @Test
    void aLargePartIsFirstMeasuredWhenAsMuchHasBeenLearned() {
        EvaluationPlan plan = new EvaluationPlan(1_000_000);

        assertThat(plan.isDue(999_999)).isFalse();
        assertThat(plan.isDue(1_000_000)).isTrue();
    }

    @Test
    void intervalsGrowWithWhatHasBeenLearnedUpToAConstantOne() {
        List<Long> evaluations = evaluations(new EvaluationPlan(110_000), 10_000_000);

        assertThat(evaluations).startsWith(110_592L);
        assertThat(evaluations.get(1) - evaluations.get(0)).isBetween(3 * 110_592L, 3 * 110_592L + BATCH);
        for (int i = 2; i < evaluations.size(); i++) {
            assertThat(evaluations.get(i) - evaluations.get(i - 1)).isBetween(733_333L, 733_333L + BATCH);
        }
    }

    @Test
    void readingTakesATwentiethOfTheWork() {
        long held = 430_000;
        long learned = 50_000_000;

        // Learning from a character is three times as much work as reading it.
        double share = (double) evaluations(new EvaluationPlan(held), learned).size() * held / (3 * learned);

        assertThat(share).isBetween(0.04, 0.055);
    }

    @Test
    void aPlanThatIsResumedGoesOnAsItWas() {
        EvaluationPlan plan = new EvaluationPlan(110_000);
        plan.evaluated(110_592);
        EvaluationPlan resumed = new EvaluationPlan(110_000);

        resumed.resume(plan.next());

        assertThat(resumed.isDue(plan.next() - 1)).isFalse();
        assertThat(resumed.isDue(plan.next())).isTrue();
    }

    /** The characters after which it is due, batch by batch. */
    private static List<Long> evaluations(EvaluationPlan plan, long learned) {
        List<Long> evaluations = new ArrayList<>();
        for (long characters = BATCH; characters <= learned; characters += BATCH) {
            if (plan.isDue(characters)) {
                evaluations.add(characters);
                plan.evaluated(characters);
            }
        }
        return evaluations;
    }
}
