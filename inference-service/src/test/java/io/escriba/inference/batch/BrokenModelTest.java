package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.inference.session.CharacterModel;
import io.escriba.vocabulary.Vocabulary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of texts when an error ends the thread of their model in the middle of something. */
class BrokenModelTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz");
    private final RuntimeException reason = new ModelBrokenException(new InternalError("broken"));

    BrokenModelTest() {
        super(LETTERS, Optional.empty());
    }

    @Test
    void endsEveryTextWhereverItIs() {
        FakeReader paused = new FakeReader();
        add("paused", 50, paused);
        scheduler.round();
        paused.setReady(false);
        FakeReader running = new FakeReader();
        add("running", 50, running);
        FakeScoreReader scored = new FakeScoreReader();
        score("sc", "ored".repeat(CharacterModel.LONGEST_READ), scored);
        scheduler.round();
        FakeReader reading = new FakeReader();
        add("l".repeat(2 * CharacterModel.LONGEST_READ), 50, reading);
        scheduler.round();
        FakeReader waiting = new FakeReader();
        add("waiting", 50, waiting);

        breakDown();

        assertThat(List.of(paused, running, reading, waiting))
                .allSatisfy(reader -> assertThat(reader.failure()).contains(reason));
        assertThat(scored.failure()).contains(reason);
        assertThat(metrics.outcomes).hasSize(5).containsOnly(Outcome.FAILED);
        assertNobodyHasAPlace();
    }

    @Test
    void endsTheTextThatIsBeingRead() {
        FakeReader reader = new FakeReader();
        add("hello", 5, reader);

        breakDown();

        assertThat(reader.failure()).contains(reason);
        assertNobodyHasAPlace();
    }

    @Test
    void endsTheTextThatGetsItsRowBack() {
        FakeReader reader = new FakeReader();
        TextStream stream = add("hello", 50, reader);
        scheduler.round();
        reader.setReady(false);
        scheduler.round();
        reader.setReady(true);
        scheduler.resume(stream);

        breakDown();

        assertThat(reader.failure()).contains(reason);
        assertNobodyHasAPlace();
    }

    @Test
    void endsNoTextTwice() {
        FakeReader complete = new FakeReader();
        add("x", 3, complete);
        FakeReader broken = new FakeReader();
        add("y", 50, broken);
        scheduler.round();
        broken.setBroken(new InternalError("broken"));

        assertThatThrownBy(scheduler::round).isInstanceOf(InternalError.class);
        scheduler.failAll(reason);

        assertThat(complete.ending()).contains(Ending.LENGTH);
        assertThat(broken.failure()).contains(reason);
        assertThat(metrics.outcomes).containsExactly(Outcome.LENGTH, Outcome.FAILED);
        assertThat(left).hasSize(2);
        assertNobodyHasAPlace();
    }

    private void breakDown() {
        model.setBroken();
        assertThatThrownBy(scheduler::round).isInstanceOf(InternalError.class);
        scheduler.failAll(reason);
    }
}
