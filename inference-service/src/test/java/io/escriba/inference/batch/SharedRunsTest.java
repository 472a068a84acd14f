package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two models of a process in which one stream may run: each gets its turn. */
class SharedRunsTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz");

    private final FakeModel otherModel = new FakeModel(LETTERS, 1);
    private final Scheduler other = new Scheduler(otherModel, LETTERS, metrics, () -> now, Duration.ZERO);

    SharedRunsTest() {
        super(LETTERS, Optional.empty());
        admission = new Admission(new AdmissionLimits(1, 100), () -> now);
    }

    @Test
    void aBusyModelDoesNotKeepTheRunFromOneThatCameBefore() {
        add("first", 3, new FakeReader());
        scheduler.round();
        FakeReader second = new FakeReader();
        addToOther("second", second);
        other.round();
        FakeReader third = new FakeReader();
        add("third", 3, third);

        // The first stream ends meanwhile, and its model would have the next one begin.
        finish();
        scheduler.round();

        assertThat(third.text()).isEmpty();
        while (other.round()) {
            // Until the second text is complete.
        }
        assertThat(second.text()).isEqualTo(alone("second", 5));
        finish();
        assertThat(third.text()).isEqualTo(alone("third", 3));
        assertNobodyHasAPlace();
    }

    @Test
    void aModelWithoutMemoryHoldsUpNoOther() {
        add("first", 3, new FakeReader());
        scheduler.round();
        FakeReader second = new FakeReader();
        addToOther("second", second);
        other.round();
        FakeReader third = new FakeReader();
        add("third", 3, third);
        otherModel.setMemory(0);
        finish();

        other.round();
        finish();

        assertThat(third.text()).isEqualTo(alone("third", 3));
        assertThat(second.text()).isEmpty();
    }

    @Test
    void textsThatAreScoredHaveTheirTurnToo() {
        add("first", 3, new FakeReader());
        scheduler.round();
        FakeScoreReader second = new FakeScoreReader();
        ScoredText scored = other.scoring()
                .text(
                        new ScoreOrder(TextSoFar.of(LETTERS, LETTERS.encode("a"), LETTERS.encode("bc")), 0),
                        second,
                        admission.enter(),
                        () -> {});
        other.scoring().add(scored);
        other.round();
        FakeReader third = new FakeReader();
        add("third", 3, third);

        finish();
        scheduler.round();

        assertThat(third.text()).isEmpty();
        other.round();
        assertThat(second.hasEnded()).isTrue();
        finish();
        assertThat(third.text()).isEqualTo(alone("third", 3));
    }

    private void addToOther(String prompt, Reader reader) {
        other.add(other.stream(FakeModel.order(LETTERS, prompt, 5), reader, admission.enter(), () -> {}));
    }
}
