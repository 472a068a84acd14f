package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which characters leave together: those that come soon after each other, and never at the cost of a longer wait. */
class GatheringTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz");
    private static final Duration SHORT = Duration.ofNanos(1);
    private static final Duration GATHER = Duration.ofMillis(4);

    private final FakeReader reader = new FakeReader();

    GatheringTest() {
        super(LETTERS, Optional.empty());
        gather(GATHER);
    }

    @Test
    void sendsTheFirstCharacterAlone() {
        stepsTake(SHORT);

        add("hello", 9, reader);
        finish();

        assertThat(reader.messages())
                .containsExactly(
                        alone("hello", 9).substring(0, 1), alone("hello", 9).substring(1));
    }

    @Test
    void keepsNoCharacterLongerThanItMay() {
        stepsTake(Duration.ofMillis(1));

        add("hello", 10, reader);
        finish();

        // The fourth of a message would make its first one wait for 4 ms if it waited for a fifth.
        assertThat(reader.messages()).extracting(String::length).containsExactly(1, 4, 4, 1);
        assertThat(reader.text()).isEqualTo(alone("hello", 10));
    }

    @Test
    void keepsNothingForAStepThatTakesLonger() {
        stepsTake(GATHER);

        add("hello", 5, reader);
        finish();

        assertThat(reader.messages()).hasSize(5);
    }

    @Test
    void keepsNothingWhileSomethingIsRead() {
        stepsTake(SHORT);
        add("hello", 20, reader);
        scheduler.round();
        scheduler.round();
        assertThat(reader.text()).hasSize(1);

        model.beforeRead(() -> assertThat(reader.text()).hasSize(3));
        add("world", 5, new FakeReader());
        scheduler.round();

        assertThat(reader.messages()).hasSize(2);
    }

    @Test
    void keepsNothingWhileATextIsScored() {
        stepsTake(SHORT);
        add("hello", 20, reader);
        scheduler.round();
        scheduler.round();

        model.beforeRead(() -> assertThat(reader.text()).hasSize(3));
        score("sc", "ored", new FakeScoreReader());
        scheduler.round();

        assertThat(reader.messages()).hasSize(2);
    }

    @Test
    void keepsNothingDuringAPause() {
        stepsTake(SHORT);
        add("hello", 20, reader);
        scheduler.round();
        scheduler.round();

        reader.setReady(false);
        scheduler.round();

        assertThat(reader.text()).hasSize(3);
    }

    @Test
    void keepsNothingWhenTheTextBreaksOff() {
        stepsTake(SHORT);
        add("hello", 20, reader);
        scheduler.round();
        scheduler.round();

        scheduler.failAll(new ServiceStoppingException());

        assertThat(reader.text()).hasSize(3);
        assertThat(reader.failure()).containsInstanceOf(ServiceStoppingException.class);
    }

    @Test
    void sendsEachCharacterAloneWhereNoneMayWait() {
        gather(Duration.ZERO);
        stepsTake(SHORT);

        add(new Order(LETTERS.encode("hello"), new Sampling(1, 0, 7), 0, 6), reader);
        finish();

        assertThat(reader.messages()).hasSize(6);
    }

    @Test
    void endsAStreamWhoseReaderFailsWhenItsCharactersLeave() {
        stepsTake(GATHER);
        FakeReader other = new FakeReader();
        add("hello", 9, reader);
        add("world", 9, other);
        scheduler.round();

        reader.setFailing();
        finish();

        assertThat(reader.failure()).isPresent();
        assertThat(other.text()).isEqualTo(alone("world", 9));
        assertNobodyHasAPlace();
    }

    private void stepsTake(Duration time) {
        model.beforeStep(() -> now += time.toNanos());
    }
}
